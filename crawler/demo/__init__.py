"""The demo station WDEMO: a loopback site in the project's own words that changes over virtual time.

No call sign of five letters is ever assigned in the United States, so no station is meant. Every name, story and
number is invented; the county names are real, their figures are not.
"""
