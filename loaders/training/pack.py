"""The trained network as files for the reader: int8 ONNX encoder, heads as arrays, labels, tokenizer."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from loaders.learned.labels import Labels
from loaders.training.net import Net


class _States(nn.Module):
    """The encoder alone: ids and mask to states."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states: Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return states


def pack(net: Net, labels: Labels, tokenizer: Path, out: Path) -> None:
    """Write encoder.onnx (int8), heads.npz (half precision), labels.json and tokenizer.json."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    net.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        ids = torch.ones(2, 9, dtype=torch.long)
        axes = {0: "sentences", 1: "pieces"}
        torch.onnx.export(
            _States(net), (ids, ids), str(whole), dynamo=False, opset_version=17,
            input_names=["ids", "mask"], output_names=["states"],
            dynamic_axes={"ids": axes, "mask": axes, "states": axes},
        )  # fmt: skip
        quantize_dynamic(
            whole, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    arrays = {key: value.detach().numpy().astype(np.float16) for key, value in net.heads.state_dict().items()}
    np.savez(out / "heads.npz", **arrays)
    labels.write(out / "labels.json")
    shutil.copy(tokenizer, out / "tokenizer.json")
