"""The one checked writer of workbooks: the only home of XlsxWriter."""
