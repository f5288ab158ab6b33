"""What severities are called."""

from xlcampaign.findings.finding import Severity
from xlcampaign.words import T

SEVERITIES = {
    Severity.ERROR: T("错误", "error"),
    Severity.WARNING: T("提醒", "warning"),
    Severity.NOTE: T("说明", "note"),
}
