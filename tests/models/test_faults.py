"""Where an error comes from is said of the user's own files first."""

import numpy as np
import pytest
import torch

from fourierbook.models import faults


def raised(function, *rest):
    """An error with all that lies above it, or without this file, as where a package is alone."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 (of any kind)
        function(*rest)
    inside = caught.value.__traceback__.tb_next
    return faults.said(caught.value), faults.said(caught.value.with_traceback(inside))


def test_a_users_file_is_named_and_not_the_package_in_which_it_ends():
    own, alone = raised(np.load, "nowhere.npy")
    assert "'nowhere.npy' (test_faults.py, line " in own
    assert "'nowhere.npy' (" in alone
    assert "test_faults" not in alone


def test_what_torch_raises_alone_has_no_place():
    own, alone = raised(torch.nn.Linear(2, 2), torch.zeros(3))
    assert "(test_faults.py, line " in own
    assert ".py" not in alone


def test_a_long_message_of_many_lines_is_one_line_that_ends_with_its_place():
    def fail():
        raise RuntimeError("one\ntwo " * 200)

    own, _ = raised(fail)
    assert own.startswith("RuntimeError: one two one")
    assert len(own.splitlines()) == 1
    assert 300 < len(own) < 350
    assert "(test_faults.py, line" in own


def test_memory_is_told_from_other_errors():
    said = "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"
    for problem in (MemoryError(), RuntimeError(said), torch.OutOfMemoryError("CUDA")):
        assert faults.for_want_of_memory(problem)
    for problem in (RuntimeError("memory"), ValueError(said), OSError()):
        assert not faults.for_want_of_memory(problem)
