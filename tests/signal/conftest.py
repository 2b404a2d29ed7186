import jaxtyping
import pytest


@pytest.fixture
def as_for_a_reader(monkeypatch):
    """Without the suite's runtime types, which would refuse a wrong shape before the function."""
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)
