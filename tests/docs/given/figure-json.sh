# The figure under the name that the manifest has for it.
cp fig.json figure.json
