"""What people open."""

from fastapi import APIRouter

router = APIRouter()
