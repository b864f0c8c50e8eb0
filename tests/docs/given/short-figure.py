# The figure of the page with three of its years, and small: what a script does with it stays the same.
table = px.data.gapminder().query("year < 1963")
fig = px.scatter(
    table, x="gdpPercap", y="lifeExp", color="continent", animation_frame="year", log_x=True, width=320, height=180
)
