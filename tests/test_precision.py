import pytest
import torch

from fourierbook.precision import computing, usable_precision


@pytest.mark.parametrize("there", [True, False])
def test_a_gpu_is_asked_whether_it_has_bf16_of_its_own(monkeypatch, capsys, there):
    asked = []

    def supported(*, including_emulation):
        asked.append(including_emulation)
        return there

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", supported)
    assert usable_precision("bf16", torch.device("cuda")) == ("bf16" if there else "fp32")
    assert ("this cuda has no bf16" in capsys.readouterr().err) == (not there)
    assert asked == [False]


def test_a_precision_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="precision is 'fp32' or 'bf16'; got 'fp16'"):
        usable_precision("fp16", torch.device("cpu"))


def test_products_are_computed_in_the_precision_that_is_there(monkeypatch, capsys):
    ones = torch.ones(2, 2)
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")
    for there, found in ((True, torch.bfloat16), (False, torch.float32)):
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda there=there: there)
        monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
        with computing("bf16"):
            assert (ones @ ones).dtype == found
        assert (ones @ ones).dtype == torch.float32
    assert capsys.readouterr().err.count("in fp32 instead") == 1
