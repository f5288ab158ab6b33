"""Why a workbook cannot be read back as a summary, said after its name."""

from xlcampaign.words import T

NOT_A_WORKBOOK = T("不是 .xlsx 工作簿", "is no .xlsx workbook")
LOCKED = T("有密码，先在 Excel 或 WPS 里去掉密码", "has a password: take it off in Excel or WPS first")
DAMAGED = T("损坏了，打不开：重新汇总一次", "is damaged: merge again")
NO_SUMMARY = T(
    "不是汇总工作簿（可公开的一份也不能读回）",
    "is no summary (the public workbook cannot be read back either)",
)
OTHER_FORMAT = T(
    "是另一个版本的 xlcampaign 写的（汇总格式 {found}，这里只认 {known}）：升级后再读",
    "was written by another version of xlcampaign (format {found}, this one knows {known}): upgrade it",
)
TABLES_GONE = T("里的表被删掉了：{found}", "lacks tables that every summary has: {found}")
CHANGED = T("的表“{table}”被改动过：{found}", "has a changed table “{table}”: {found}")
NO_PANDAS = T(
    '读回汇总要用 pandas：pip install "xlcampaign[tables]"',
    'reading a summary back needs pandas: pip install "xlcampaign[tables]"',
)
