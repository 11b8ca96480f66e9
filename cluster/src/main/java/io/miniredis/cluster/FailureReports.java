package io.miniredis.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Which primaries said of a node that they do not reach it, and when (clusterNodeFailReport). A report is good for
 * twice the node time-out: the majority has to fail to reach the node at about the same time.
 */
final class FailureReports {
    private static final int VALID_TIMEOUTS = 2;

    private final List<Report> reports = new ArrayList<>(0);

    private record Report(ClusterNode reporter, long atMillis) {}

    /** Notes a report, or renews it. Returns true if it is a new one. */
    boolean add(ClusterNode reporter, long nowMillis) {
        for (int i = 0; i < reports.size(); i++) {
            if (reports.get(i).reporter() == reporter) {
                reports.set(i, new Report(reporter, nowMillis));
                return false;
            }
        }
        reports.add(new Report(reporter, nowMillis));
        return true;
    }

    /** Takes a report back. Returns false if there was none. */
    boolean remove(ClusterNode reporter) {
        return reports.removeIf(report -> report.reporter() == reporter);
    }

    /** How many are still good. */
    int count(long nowMillis, long nodeTimeoutMillis) {
        reports.removeIf(report -> nowMillis - report.atMillis() > VALID_TIMEOUTS * nodeTimeoutMillis);
        return reports.size();
    }

    @Override
    public String toString() {
        return "FailureReports" + reports;
    }
}
