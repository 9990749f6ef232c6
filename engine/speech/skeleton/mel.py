"""Constants of Whisper's spectrogram (https://github.com/openai/whisper, whisper/audio.py): 400 samples, hop 160, 80 mel bands."""

import numpy as np

RATE, WINDOW, BANDS = 16000, 400, 80


def fourier_basis():
    """Rows of cosines, then of negative sines, under a periodic Hann window: a convolution with them is the short-time transform."""
    n = np.arange(WINDOW)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * n / WINDOW)
    angles = 2 * np.pi * np.outer(np.arange(WINDOW // 2 + 1), n) / WINDOW
    return np.concatenate([np.cos(angles) * hann, -np.sin(angles) * hann]).astype(np.float32)[:, None, :]


def hz_to_mel(hz):
    """Slaney's scale (Auditory Toolbox, 1998): linear below 1 kHz, logarithmic above."""
    return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4))


def mel_to_hz(mel):
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def filters():
    """Triangles of equal area: librosa.filters.mel(sr=16000, n_fft=400, n_mels=80)."""
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    edges = mel_to_hz(np.linspace(0, hz_to_mel(np.float64(RATE / 2)), BANDS + 2))
    widths = np.diff(edges)
    slopes = edges[:, None] - bins[None]
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    return (np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)
