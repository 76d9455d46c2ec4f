#!/bin/sh
# Stores the pictures that the tests made of the labs as those that later ones are held to: after each was looked at.
# 256 colours a picture, chosen by ffmpeg; the tests would see it if that made a difference.
set -eu
cd "$(dirname "$0")/.."
made=${1:-build}/labs/pictures
stored=tests/labs/pictures
mkdir -p "$stored"
for picture in "$made"/*.png; do
    case $picture in *.difference.png) continue ;; esac
    ffmpeg -v error -y -i "$picture" \
        -vf 'split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none' \
        -compression_level 9 -pred mixed -update 1 "$stored/$(basename "$picture")"
done
du -sh "$stored"
