"""Temporary."""
_M = {"bres": 10, "gva": 21, "gva_monthly": 2, "workforce_jobs": 3, "workforce_jobs_uk": 3, "payrolled_employees": 1, "vacancies": 1, "adverts": 2, "claimants": 1, "claimants_small_areas": 1}
def months_until_release(source_id: str) -> int:
    return _M[source_id]
