# A plan of which segments are missing.
plotreel plan fig.json -o fig.mp4 --out plan
