// RateCards
