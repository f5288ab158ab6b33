"""Rules on a cluster that files are to be read on."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

NO_CLUSTER = Rule(
    "O210",
    Severity.ERROR,
    T("连不上计算集群", "The cluster cannot be reached"),
    T(
        "“{address}”没有应答，或者不是调度器的地址；什么也没有读",
        "“{address}” does not answer, or is no scheduler's; nothing was read",
    ),
    T(
        "看地址（--scheduler，如 tcp://主机:8786）对不对、调度器开着没有；文件不多的，不用集群就行",
        "see whether the address is right (--scheduler, such as tcp://host:8786) and the scheduler runs; few files need no cluster",
    ),
    T(
        "集群只在文件多得一台机器读不过来时才用；没有它，同样的命令在本机读，结果一样。",
        "A cluster is for more files than one machine can read; without one the same command reads them here, all the same.",
    ),
)
NO_WORKERS = Rule(
    "O211",
    Severity.ERROR,
    T("集群没有工作机", "The cluster has no workers"),
    T(
        "“{address}”有应答，可是没有一台工作机；什么也没有读",
        "“{address}” answers, and has no worker; nothing was read",
    ),
    T("先启动工作机（dask worker），再运行", "start workers (dask worker), then run again"),
    T("调度器自己不读文件。", "A scheduler reads no files itself."),
)
OTHER_PROGRAM = Rule(
    "O212",
    Severity.ERROR,
    T("工作机上不是同一个程序", "Workers have another program"),
    T(
        "这些工作机（或者调度器）没有装本程序，或者程序、Python、读表的库和这里不是同一版：{workers}；什么也没有读",
        "these workers (or the scheduler) lack this program, or have another version of it, of Python or of what reads"
        " workbooks: {workers};"
        " nothing was read",
    ),
    T("装成和这里一样的再运行", "install the same there, then run again"),
    T(
        "不同的程序可能把同一份表读成两样，所以一开始就比，不一样就不读。",
        "Different programs may read one form differently, so that is compared first.",
    ),
)
NO_CHILDREN = Rule(
    "O213",
    Severity.ERROR,
    T("工作机不能另起进程", "Workers may start no processes"),
    T(
        "这些工作机不能另起进程来单独读每份文件：{workers}；什么也没有读",
        "these workers may not start processes of their own, in which each file is read: {workers}; nothing was read",
    ),
    T(
        "启动工作机以前设 DASK_DISTRIBUTED__WORKER__DAEMON=False",
        "set DASK_DISTRIBUTED__WORKER__DAEMON=False before workers are started",
    ),
    T(
        "每份文件在单独的进程里读，坏了只坏它自己；不能另起进程的，一份坏文件会带走一批。",
        "Each file is read in a process of its own, so that a bad one costs itself only; elsewhere it would take others with it.",
    ),
)
NO_DASK = Rule(
    "O214",
    Severity.ERROR,
    T("没有装用集群的部分", "What a cluster needs is not installed"),
    T(
        "没有装 Dask，--scheduler 用不了；什么也没有读",
        "Dask is not installed, so --scheduler cannot be used; nothing was read",
    ),
    T(
        '先装：pip install "xlcampaign[dask]"；文件不多的，去掉 --scheduler',
        'install it: pip install "xlcampaign[dask]"; or leave out --scheduler',
    ),
    T(
        "用集群的人很少，所以不随程序一起装。",
        "Few people use a cluster, so that it does not come with the program.",
    ),
)
