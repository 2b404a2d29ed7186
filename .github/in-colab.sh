#!/usr/bin/env bash
# Inside Colab's image: run every chapter as a reader does, each from a folder of its own.
set -euo pipefail
python3 -m pip install --quiet nbmake
export IPYTHONDIR=/tmp/ipython
mkdir -p "$IPYTHONDIR/profile_default/startup" /tmp/chapters
# Colab's own front end has imported this by the time that the first cell runs.
echo "import google.colab" > "$IPYTHONDIR/profile_default/startup/00-colab.py"
cd /checkout
for notebook in book/*.ipynb book/*/*.ipynb; do
    case "$notebook" in book/reference/*) continue ;; esac  # these show a build's results
    mkdir -p "/tmp/chapters/${notebook%.ipynb}"
    cp "$notebook" "/tmp/chapters/${notebook%.ipynb}/"
done
cd /tmp/chapters
touch pytest.ini
python3 -m pytest -v -p no:cacheprovider --nbmake --nbmake-timeout=1200 --nbmake-kernel=python3 .
