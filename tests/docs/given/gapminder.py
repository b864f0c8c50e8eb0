# What the first lines of a notebook have: a few years of gapminder's table.
import plotly.express as px

df = px.data.gapminder().query("year < 1963")
