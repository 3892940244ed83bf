"""A film of a run and a second come in; that frame goes out as a picture for the README.

python scripts/demo_picture.py runs/NAME/video.mp4 docs/demo.jpg --at 58
"""

import argparse
from pathlib import Path

import av
import cv2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--at", type=float, default=0.0, help="second of the film")
    args = parser.parse_args()
    with av.open(str(args.film)) as film:
        for frame in film.decode(video=0):
            if frame.time is not None and frame.time >= args.at:
                picture = cv2.cvtColor(frame.to_ndarray(format="rgb24"), cv2.COLOR_RGB2BGR)
                cv2.imwrite(str(args.picture), picture, [cv2.IMWRITE_JPEG_QUALITY, 88])
                return
    parser.error(f"the film is shorter than {args.at} s")


if __name__ == "__main__":
    main()
