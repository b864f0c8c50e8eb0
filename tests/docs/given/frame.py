# What a script has that makes frames of its own.
import plotly.graph_objects as go

y = [1, 3, 2]
