"""Deeds, sales, runs and statements as tables."""

from app.royalties.models.deeds import (
    Deed,
    DeedShare,
    DeedSignature,
    DeedSku,
    DeedVersion,
)
from app.royalties.models.runs import RoyaltyRun, RunLine, RunPart, RunPool
from app.royalties.models.sales import SalesFile, SalesImport, SalesLine, SkuMap
from app.royalties.models.statements import Statement

__all__ = [
    "Deed",
    "DeedShare",
    "DeedSignature",
    "DeedSku",
    "DeedVersion",
    "RoyaltyRun",
    "RunLine",
    "RunPart",
    "RunPool",
    "SalesFile",
    "SalesImport",
    "SalesLine",
    "SkuMap",
    "Statement",
]
