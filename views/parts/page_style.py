"""The frame around every page: widths and spacing that Streamlit's settings do not reach."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from presentation.ward_map import WIDTH_PX

# A map is laid out for a box of 620 pixels. Where there is less room it is scaled as a whole, to
# the first of these that fits, so that a council is never cut off.
SCALES: Final = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.6, 0.56, 0.52, 0.48, 0.44, 0.4)
MAPS: Final = '[class*="_ward_map"]'
# What is only for the screen stays off paper; Streamlit scrolls inside a frame, which paper cannot.
PRINT: Final = """@media print {
  @page {size: A4; margin: 12mm}
  .stAppHeader, .stToolbar, .stDownloadButton, .stPopover, .stTextInput, .stSelectbox,
  .stMultiSelect, .stElementToolbar, .stCode, .stExpander, .column-meanings,
  [class*="st-key-screen_only"]
    {display: none !important}
  .stApp, .stAppViewContainer, .stMain, .stAppViewContainer > *
    {position: static !important; overflow: visible !important; height: auto !important}
  .stMainBlockContainer {padding: 0 !important; max-width: none; zoom: 0.62}
  .stHorizontalBlock {display: flex !important; flex-wrap: nowrap !important}
  .stColumn {min-width: 0 !important}
  .plain-table th, .plain-table td {padding: 0.1rem 0.4rem}
}
"""
# Title and bar take little of the first screen. The bar stays in sight where there is room for it:
# not on a phone, nor where text is enlarged, since it would cover what is read.
BAR: Final = """
.stMainBlockContainer {max-width: 1240px; padding: 3.6rem 2rem 4rem}
.stMainBlockContainer > .stVerticalBlock {gap: 0.5rem}
.stMainBlockContainer h1 {font-size: 1.6rem; line-height: 1.2; padding: 0.3rem 0 0}
.st-key-area_bar {background: #fff; padding: 0.3rem 0 0.5rem; gap: 0.25rem 1rem;
  border-bottom: 1px solid #b1b4b6}
[data-testid=stLayoutWrapper]:has(> .st-key-area_bar) {margin-top: 0.7rem}
.st-key-area_bar label p {font-size: 0.85rem}
.st-key-area_bar [data-testid=stMultiSelectTagsContainer] {max-height: 2.4rem; overflow-y: auto}
@media (min-width: 1000px) and (min-height: 700px) {
  [data-testid=stLayoutWrapper]:has(> .st-key-area_bar) {position: sticky; top: 3.6rem; z-index: 90}
  .stMain {scroll-padding-top: 9.5rem}
}
@media (max-width: 640px) {
  .stMainBlockContainer {padding: 3.6rem 1rem 4rem}
  .st-key-area_bar, .st-key-area_bar .stHorizontalBlock {flex-wrap: wrap; gap: 0.25rem 0.75rem}
  .st-key-area_bar > * {flex: 1 1 100% !important}
  .st-key-area_bar .stHorizontalBlock > * {flex: 1 1 45% !important; min-width: 45%}
}
"""
# What has the keyboard's focus is outlined, also in the colours that a visitor's system forces.
FOCUS: Final = """
[href="#stMain"]:focus-visible,
.stAppHeader :focus-visible, .stMain :focus-visible, [role=menu] :focus-visible,
.stMain .react-aria-ComboBox:has(input:focus-visible) > div
  {outline: 3px solid #0b0c0c !important; outline-offset: 1px}
.stMain input:focus-visible {outline: none !important}
.stMain [data-testid=stTextInputRootElement]:has(input:focus-visible),
.stMain [data-testid=stNumberInputContainer]:has(input:focus-visible)
  {outline: 3px solid #0b0c0c}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after {animation-duration: 0.01ms !important; transition: none !important}
}
"""
STYLE: Final = (
    f"<style>{BAR}{FOCUS}"
    # Streamlit's green for commands stands out too little in a small line.
    ".stMain code {color: #0b0c0c !important}\n"
    ".plain-table {overflow-x: auto} .plain-table table {border-collapse: collapse; width: 100%}\n"
    ".plain-table th, .plain-table td {border-bottom: 1px solid #b1b4b6; padding: 0.35rem 0.6rem; "
    "text-align: left; font-size: 0.9rem; font-weight: 400}\n"
    ".plain-table thead th {font-weight: 600}\n"
    ".column-meanings {font-size: 0.9rem} .column-meanings dt {font-weight: 600}\n"
    '[class*="_room"] {container-type: inline-size}\n'
    + "".join(
        f"@container (max-width: {WIDTH_PX * larger - 0.1:.1f}px) {{{MAPS} {{zoom: {scale}}} "
        f"{MAPS} .deck-tooltip {{zoom: {1 / scale:.2f}}}}}\n"
        for larger, scale in pairwise(SCALES)
    )
    + PRINT
    + "</style>"
)
