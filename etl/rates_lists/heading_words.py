"""The words that headings of lists are made of: of 45 councils' lists and their likes, 2026-11."""

from __future__ import annotations

from typing import Final

# What can only be about people or firms, wherever it stands in a heading.
OF_PEOPLE: Final = """
accountholder addressee administrator agent agents applicant assignee bailiff bank beneficiary
billing birth caretaker chair chairman claimant client clients comment comments companies company
contact contacts corresp correspondence correspondent creditor custodian customer customers debtor
debtors dentist director directors dob doctor email employee employer ethnicity executor executors
fax firm firms firstname forename franchisee freeholder gender guardian headteacher holder holders
householder husband iban individual individuals initials keyholder keyholders landlord landlords
lastname leaseholder lessee lessor liableparty licensee licensees mail mailing manager managers
member members memo middlename miss mobile mr mrs name names narrative nationality nino nominee note
notes occupant occupants occupier occupiers officer operator operators organisation organization
owner owners ownership parties partner partners partnership party passport payee payer payers people
person persons phone practitioner principal proprietor proprietors publican purchaser ratepayer
ratepayers recipient remark remarks representative representatives resident residents salutation
secretary shareholder signatory sole solicitor solicitors sortcode spouse staff steward supplier
surname ta taxpayer tel telephone telno tenant tenants title trader traders trading tradingas
treasurer trustee trustees user users vendor vicar warden who wife
"""
OF_PROPERTIES: Final = """
a ac account accounts add additional addr address addresses adj adjusted admin administrative after
all allowance altered amount amounts amt analysis and annual appeal applicable application applied
approved april area areas array as assessed assessment asset at authority autumn award awarded
awards ba balance band bands base based basic before begin begins bid bill billed body boundary
broad buffer building business by ca calc calculated calculation cap capped casc cat category cd cds
ceased census central centre certificate change changed charge chargeable charged charges charitable
charities charity chg chgtype city class classification club co cod code codes collected commercial
community composite cons constituency coord coordinate coordinates coords corrected council country
county court covid create created cur curr current currently dat data date dated dates day days de
deb debit debt debts default deferral dependent desc descr descrip description descriptions
descriptor desig designated detail details diff disc discount discounts discretion discretionary
dist district domestic due duration e early east easting eastings eff effective eligible employment
empty end ended ending ends eng england english enterprise entry entrydate eoy epc epch epri eprn
establishment exempt exempted exemption exemptions existing expanded expiry extension extra extract
extracted financial first flag flat flooded floor flr foi foiname for formatted former from full
fund funded gbp general geo geocode geography geox geoy government grant granted gross group
hardship hereditament hereditaments hospitality id ids improvement in incl include income ind
indicator industrial industry instalment instalments is it item key label land last lat latitude law
leisure length level levy liab liability liable licence line lines list listed listing lists live
local locality location lon long longitude low lower lsoa lsoacode main mand mandatory map match max
maximum min minimum minor mn month monthly months most multiplier municipality n narr national ndr
net nett new newspaper next nil nnd nndr no non nondom north northing northings not null num number
numbers object objectid occ occupancy occupation occupied of off office old on or ordinary os other
outstanding overall paid parish parliamentary part partial partially partly parts payable payment
payments pc pcd pcode pct per percent percentage period phase pin place placed plc po point post
postal postcode postcodes posttown potential pre prem premises premium prev previous primary prior
private proc process prof prop proper properties property propid propref provision prox pub public
publication publish published publisher purpose pv qualify qualifying quarter raised rank rate
rateable rated rates rating re ready reaons reason reasons rebate received recent record redundant
ref reference references reform refs region registered relief reliefs removed renewal report
reported required residual resource responsibility result retail retention reval revaluation review
rhl rlf rlfs road row rp rs rural rv s sbr sbre sbrr sbrs scat sch scheme season second section
sector self sequence serial service set settlement shop shops short sic signal since site size small
sme snap snapshot south sq square ssb ssbr st start started starting starts state status statutory
std stop store street string sub suffix sum summary sup supp supplement support supporting surplus
system tax temp temporary term terminated text the third this tier time timestamp to top tot total
totals town townname tr trans transaction transition transitional transtional trd tu type types u
uarn unique unit units unocc unoccupied up updated uprn uri url usage use used usrn util v vacancy
vacant vacated val valid validity valuation value values vat vo voa void voids vsc w wal wales ward
wards waste water way week welsh west with x y year years yes yorkshire z zone
"""
PERSONAL_WORDS: Final = frozenset(OF_PEOPLE.split())
KNOWN: Final = PERSONAL_WORDS | frozenset(OF_PROPERTIES.split())
