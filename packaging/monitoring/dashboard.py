"""Writes the example Grafana dashboard from the list below: dashboard.py > quotewatch.dashboard.json"""
import json

# title, unit, [(expression, legend)]
PANELS = [
    ("Oldest case that nobody claimed", "s", [("quotewatch_case_oldest_unclaimed_seconds", "oldest")]),
    ("Open cases by state", "short", [("quotewatch_case_state", "{{state}}")]),
    ("Publication to case, 90 % within", "s",
     [("histogram_quantile(0.9, sum(rate(quotewatch_detection_delay_seconds_bucket[1h])) by (le))", "p90")]),
    ("Quotes of officials an hour", "short", [("sum(increase(quotewatch_quotes_total[1h])) by (lang)", "{{lang}}")]),
    ("Decisions an hour", "short", [("sum(increase(quotewatch_matches_total[1h])) by (outcome)", "{{outcome}}")]),
    ("Articles an hour", "short", [("sum(increase(quotewatch_articles_total[1h])) by (state)", "{{state}}")]),
    ("Requests to outlets a second", "reqps", [("sum(rate(quotewatch_fetch_total[5m])) by (result)", "{{result}}")]),
    ("Sources without an answer for six hours", "short",
     [("count(time() - quotewatch_source_last_success_timestamp_seconds > 21600) or vector(0)", "stale")]),
    ("Messages that wait", "short", [("quotewatch_outbox_pending", "{{dest}}")]),
    ("Dead letters", "short", [("quotewatch_dead_letters", "{{dest}}")]),
    ("API, 99 % within", "s",
     [("histogram_quantile(0.99, sum(rate(quotewatch_http_request_duration_seconds_bucket[5m])) by (le))", "p99")]),
    ("Free disk", "bytes", [("quotewatch_disk_free_bytes", "free")]),
    ("Age of the newest backup", "s", [("time() - quotewatch_backup_last_success_timestamp_seconds", "age")]),
    ("Loop lag", "s", [("quotewatch_event_loop_lag_seconds", "lag")]),
]


def panel(number: int, title: str, unit: str, targets: list) -> dict:
    source = {"type": "prometheus", "uid": "${source}"}
    return {
        "id": number + 1, "type": "timeseries", "title": title, "datasource": source,
        "gridPos": {"h": 8, "w": 8, "x": number % 3 * 8, "y": number // 3 * 8},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [{"refId": chr(ord("A") + i), "expr": expression, "legendFormat": legend, "datasource": source}
                    for i, (expression, legend) in enumerate(targets)],
    }


def dashboard() -> dict:
    return {
        "uid": "quotewatch", "title": "quotewatch", "tags": ["quotewatch"], "schemaVersion": 38, "version": 1,
        "time": {"from": "now-24h", "to": "now"}, "refresh": "1m", "timezone": "",
        "templating": {"list": [{"name": "source", "label": "Prometheus", "type": "datasource",
                                 "query": "prometheus"}]},
        "panels": [panel(i, *each) for i, each in enumerate(PANELS)],
    }


if __name__ == "__main__":
    print(json.dumps(dashboard(), indent=1))
