"""The pure heart of royalties: no database, no clock, no actor.

`pools` computes, `salesfile` reads sales files, `periods` names quarters, `canonical`
writes values so that equal values are equal bytes.
"""
