"""Forecasts of jobs, real GVA, adverts, claimants and vacancies, with their record shown."""
