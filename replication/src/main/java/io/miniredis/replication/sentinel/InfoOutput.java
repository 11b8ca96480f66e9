package io.miniredis.replication.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sentinel reads in the output of INFO. What is not there stays null. */
final class InfoOutput {
    private static final int RUN_ID_DIGITS = 40;

    @Nullable
    String runId;

    Role role = Role.UNKNOWN;
    /** Of a primary. */
    final List<ReplicaLine> replicas = new ArrayList<>(0);

    /** 0 if the link is up, or this is a primary. */
    long primaryLinkDownMillis;

    @Nullable
    String primaryHost;

    @Nullable
    String primaryPort;

    @Nullable
    String primaryLinkStatus;

    @Nullable
    String priority;

    @Nullable
    String offset;

    @Nullable
    String announced;

    /** {@code slave0:ip=127.0.0.1,port=6380,...}. */
    record ReplicaLine(String ip, int port) {}

    private InfoOutput() {}

    static InfoOutput parse(ByteString text) {
        InfoOutput output = new InfoOutput();
        String all = Ascii.text(text.bytes());
        for (int start = 0; start < all.length(); ) {
            int end = all.indexOf("\r\n", start);
            int lineEnd = end < 0 ? all.length() : end;
            output.line(all.substring(start, lineEnd));
            start = lineEnd + 2;
        }
        return output;
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String value = line.substring(colon + 1);
        switch (line.substring(0, colon)) {
            case "run_id" -> {
                if (value.length() >= RUN_ID_DIGITS) {
                    runId = value.substring(0, RUN_ID_DIGITS);
                }
            }
            case "role" -> role(value);
            case "master_link_down_since_seconds" -> primaryLinkDownMillis = LeadingNumber.of(value) * 1_000;
            case "master_host" -> primaryHost = value;
            case "master_port" -> primaryPort = value;
            case "master_link_status" -> primaryLinkStatus = value;
            case "slave_priority" -> priority = value;
            case "slave_repl_offset" -> offset = value;
            case "replica_announced" -> announced = value;
            default -> {
                if (line.startsWith("slave") && Character.digit(line.charAt("slave".length()), 10) >= 0) {
                    replica(value);
                }
            }
        }
    }

    private void role(String value) {
        if (value.startsWith("master")) {
            role = Role.PRIMARY;
        } else if (value.startsWith("slave")) {
            role = Role.REPLICA;
        }
    }

    /** {@code ip=…,port=…,…}, or as old servers have it {@code ip,port,state}. */
    private void replica(String value) {
        String ip = field(value, "ip=");
        String port = field(value, "port=");
        if (ip == null && port == null) {
            String[] words = value.split(",", -1);
            if (words.length >= 3) {
                replicas.add(new ReplicaLine(words[0], LeadingNumber.intOf(words[1])));
            }
        } else if (ip != null && port != null) {
            replicas.add(new ReplicaLine(ip, LeadingNumber.intOf(port)));
        }
    }

    private static @Nullable String field(String value, String name) {
        int at = value.indexOf(name);
        if (at < 0) {
            return null;
        }
        int start = at + name.length();
        int end = value.indexOf(',', start);
        return value.substring(start, end < 0 ? value.length() : end);
    }
}
