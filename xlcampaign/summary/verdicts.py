"""Whether the figures of a page 1 can be trusted, in a word; what it follows from stands behind it."""

from xlcampaign.words import T

WRONG = T("有问题，查清以前不要用：", "No, not before this is cleared up: ")
TRIAL = T("是试算，不作结果：", "A trial, no result: ")
NOTHING = T("还没有结果：", "No results yet: ")
BUT = T("可信，但要留意：", "Yes, but note: ")
YES = T("可信：", "Yes: ")
