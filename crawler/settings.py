"""Scrapy settings, each with its reason. Any can be given for one run: `scrapy crawl wthi -s OPERATOR=...`."""

from __future__ import annotations

from pathlib import Path

# --- Who asks -------------------------------------------------------------------------------------------------------
BOT_NAME = "station-archive"
# The institution that crawls, and an e-mail or web address where a station's webmaster reaches it. Both go into the
# user agent and into `warcinfo`. Empty, since nobody else can know them; a crawl without a contact warns.
OPERATOR = ""
OPERATOR_CONTACT = ""
# USER_AGENT is made of these two by StationSpider. The name to use in a robots.txt:
ROBOTSTXT_USER_AGENT = "station-archive"

# --- Where things are -----------------------------------------------------------------------------------------------
# Commands come from the entry points of the package (pyproject.toml), so no COMMANDS_MODULE: it would list each twice.
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
# Reads station files one by one, so that a broken one is one line and the others work.
SPIDER_LOADER_CLASS = "crawler.catalogue.StationLoader"
# The folder of the collections, relative to where the command is run.
WARCS_DIR = "warcs"
# How the pages of stations are built, a reviewed file each, beside the station files: `scrapy layout learn` writes them.
LAYOUTS_DIR = str(Path(__file__).parent / "layouts")

# --- What a run asks for --------------------------------------------------------------------------------------------
# Pages of one run. A local station publishes 40 to 100 stories a day; with its fronts that is a day's worth with room.
# At the pace below it takes four to ten minutes. 0: no bound.
STATION_MAX_PAGES = 200
# Sitemaps and indexes of one run. A news sitemap and the newest months are enough; archives reach back 20 years.
STATION_MAX_SITEMAPS = 20
# Images, style sheets and the like of one run, where a station asks for them (`requisites`). 0: no bound.
STATION_MAX_REQUISITES = 2000
# Front, then section, then story. Deeper links lead into the past, and traps begin there.
DEPTH_LIMIT = 2
# Shallow first, and first found first among equals: a front page has its newest story on top.
DEPTH_PRIORITY = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"

# --- Politeness -----------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True
# One request at a time and a second between two at the least; AutoThrottle waits longer where the server is slow.
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Requests taken off the queue ahead of their turn. Few, so that what is found next can still go first.
CONCURRENT_REQUESTS = 4
# A response yields one page, and its pipelines wait for nothing: more workers, which Scrapy makes anew for each response
# (100 by default), only cost time, 0.7 ms a page.
CONCURRENT_ITEMS = 1
# No cookies: what is archived is what every first-time visitor sees, the same for each run, and no session is kept
# with anyone's archive. It also keeps tldextract (used by this middleware alone) from fetching its suffix list.
COOKIES_ENABLED = False
# A second and a third try for what may pass. Not 429: to ask again at once is what it forbids.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]
# The distance between two requests to a host is kept over all stations and crawls of this machine, and so is the time
# that a Retry-After names. Seconds without a request after a 429 that names none:
HOST_BACKOFF = 300.0
# A turn at a host that is further away than this is not waited for; what was asked for stays due.
HOST_MAX_WAIT = 60.0
# Seconds for which crawls of what is due go by a robots.txt that was read: a day, as RFC 9309 allows.
ROBOTSTXT_KEEP = 86_400.0
# The spider's errback says it in one line, with the reason that is counted.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# --- Fidelity -------------------------------------------------------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "http": "crawler.run.polite.PoliteDownloadHandler",
    "https": "crawler.run.polite.PoliteDownloadHandler",
    # A page that names a file or an FTP server must not make us read one: only http is archived.
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
# zstd is left out: warcio and pywb cannot decode it.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.9",
    "Accept-Encoding": "gzip, deflate, br",
}
# A page that reloads itself (fronts do, every five minutes) is a page, not a redirect.
METAREFRESH_ENABLED = False
# A response that ends early is archived as truncated, and asked for again.
DOWNLOAD_FAIL_ON_DATALOSS = True
# A proxy may change bytes, and WARC-IP-Address would be its own. http_proxy in the environment is not followed.
HTTPPROXY_ENABLED = False
# An archive keeps what is served, also behind a certificate that ran out; the cipher is in the record.
DOWNLOAD_VERIFY_CERTIFICATES = False
# One WARC file is cut at this size: 1 GB is the usual size in the field (Heritrix, ISO 28500 annex).
WARC_MAX_BYTES = 1_000_000_000
# Ask for what the archive has with its ETag or Last-Modified, and store a payload that it has (the same URL, the same bytes)
# as a `revisit` that names the record with it.
ARCHIVE_REVISITS = True
# Where WARC files go that no run will add to: any fsspec URL, such as s3://bucket/folder (needs the s3 extra; keys and
# endpoint as for every AWS tool, AWS_ENDPOINT_URL among them). Empty: they stay here only.
ARCHIVE_REMOTE = ""
# False: a file is dropped here when it was uploaded and read back, and its tables and index lines are complete.
# `scrapy archive restore` brings it back. Off by default, since a replay needs the files here.
ARCHIVE_REMOTE_KEEP = True
# Answer the spider from an archive (a WARC file, a collection, a folder) and not from the web.
REPLAY_SOURCE = ""
# Loopback, private and link-local addresses are refused, whatever name resolves to them: a page must not make the
# crawler reach into the operator's network. CIDR networks listed here are allowed.
FETCH_ALLOW_NETWORKS: list[str] = []

# --- Schedule -------------------------------------------------------------------------------------------------------
# Requests a day to one station, spread evenly. 800 of them catch nine tenths of what a station of 40 to 100 stories a
# day publishes and changes. A station file's `requests_a_day` goes before it.
SCHEDULE_REQUESTS_A_DAY = 800
# Minutes between two crawls of what is due at a station.
SCHEDULE_MINUTES = 10.0
# Hours of the station's time in which it is left alone, as 23:30-05:00. `quiet_hours` of a station file goes before it.
SCHEDULE_QUIET_HOURS = ""
# Crawls at one time. Each is a process of about 200 MB.
SCHEDULE_PARALLEL = 4
# A rehearsal's clock: VIRTUAL@REAL*SPEED, two times with their zones, as `crawler.run.clock` reads it.
SCHEDULE_CLOCK = ""
# Ask for what the frontier holds due, at most so many requests (0: what the day's budget allows), and follow nothing;
# `scrapy crawl --due` sets both.
CRAWL_DUE = False
CRAWL_DUE_REQUESTS = 0
# All requests of a run, robots.txt, redirects and retries among them; `scrapy addstation` sets 20. 0: no bound.
CRAWL_MAX_REQUESTS = 0
# URLs that a frontier holds. Each costs about 500 bytes on disk; a station of 100 stories a day names 36,500 a year.
FRONTIER_MAX_URLS = 200_000
# A file for Prometheus' node exporter (its text format), written after each run. Empty: none.
METRICS_FILE = ""

# --- Bounds ---------------------------------------------------------------------------------------------------------
# Station pages take 0.1 to 3 s and 30 to 900 kB. Scrapy's 180 s and 1 GiB would let one server hold a run.
DOWNLOAD_TIMEOUT = 60
DNS_TIMEOUT = 20
# What is archived of one response. Bodies past 32 MiB, packed or not, are archived from the disk and not read.
DOWNLOAD_MAXSIZE = 4 * 1024**3
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
# Seconds. An hourly run must not meet the next one; it ends in order, as incomplete.
CLOSESPIDER_TIMEOUT = 3300
# A run that was killed or stopped, or whose disk was full, is gone on with by one that begins within so many seconds of
# its beginning: what is stored is not asked for again. Older than an hour, it is not what the site shows now. 0: never.
RESUME_SECONDS = 3600
# Ends the run in order, with its files closed, before the system ends it without.
MEMUSAGE_LIMIT_MB = 2048
# Seconds that a request in flight has to end by itself after SIGTERM or Ctrl-C; then it is cut and recorded as such.
STOP_GRACE = 8.0

# --- What runs ------------------------------------------------------------------------------------------------------
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's allows everything where robots.txt could not be had, and prints a traceback.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.discovery.robots.RobotsMiddleware": 100,
    # After robots.txt (100): what it forbids costs nothing.
    "crawler.discovery.budget.PageBudgetMiddleware": 150,
    # Bodies are decoded once, for the archive and the spider.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.archive.middleware.ArchivedResponseMiddleware": 590,
    # Scrapy's ends in a bare ValueError where a Location is no address.
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.discovery.redirects.StationRedirectMiddleware": 600,
    # After robots.txt and budget, which hold for the whole of a run; before what counts requests to the site.
    "crawler.run.resume.ResumeMiddleware": 930,
    # After everything that may refuse a request or answer it.
    "crawler.discovery.request_limit.RequestLimitMiddleware": 940,
    # Nearest to the downloader: to the others a replayed response looks like any.
    "crawler.replay.middleware.ReplayMiddleware": 950,
}
EXTENSIONS = {
    "crawler.archive.extension.ArchiveExtension": 0,
    "crawler.discovery.requisite_requests.RequisitesExtension": 5,
    # After the archive, which holds the collection's lock.
    "crawler.run.frontier_extension.FrontierExtension": 10,
}
ITEM_PIPELINES = {
    "pipelines.split_page.SplitPagePipeline": 100,
    "pipelines.validate.ValidatePipeline": 200,
    "pipelines.save.SavePipeline": 300,
}
FEED_EXPORTERS = {
    "csv": "crawler.feeds.PageCsvExporter",
    "json": "crawler.feeds.PageJsonExporter",
    "jsonl": "crawler.feeds.PageJsonLinesExporter",
    "jsonlines": "crawler.feeds.PageJsonLinesExporter",
    "jl": "crawler.feeds.PageJsonLinesExporter",
    # A page has no sensible form in these.
    "xml": None,
    "marshal": None,
    "pickle": None,
}
# Both run code or commands from the local machine; a crawler needs neither.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# The command's own summary says it better.
STATS_DUMP = False
