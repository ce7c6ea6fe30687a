"""The published library of Standard Webhooks, by pip into the build folder where the network gives it."""
import importlib
import os
import pathlib
import subprocess
import sys

VERSION = "1.0.0"


def webhook_class(build):
    """standardwebhooks.Webhook, or None when it is not there and cannot be had."""
    folder = pathlib.Path(build) / "standardwebhooks"
    if not folder.exists() and not os.environ.get("QW_OFFLINE"):
        try:
            subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder, f"standardwebhooks=={VERSION}"],
                           capture_output=True, timeout=120, check=True)
        except (subprocess.SubprocessError, OSError):
            return None
    sys.path.append(str(folder))
    try:
        return importlib.import_module("standardwebhooks").Webhook
    except ImportError:
        return None
