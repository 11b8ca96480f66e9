package io.miniredis.server.scripting.debug;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that a stop or a command tells, until they are sent: as an array of simple strings (ldbLog, ldbSendLogs).
 * One character is one byte.
 */
final class DebugLog {
    private static final int DEFAULT_LENGTH = 256;
    private static final int SHORTEST_LENGTH = 60;

    private final List<String> lines = new ArrayList<>();
    private int maxLength = DEFAULT_LENGTH;
    private boolean hinted;

    void add(String line) {
        lines.add(line);
    }

    /** Adds a line of any length, and cuts it; the first time it tells how not to. */
    void addCut(String line) {
        if (maxLength == 0 || line.length() <= maxLength) {
            add(line);
            return;
        }
        add(line.substring(0, maxLength) + " ...");
        if (!hinted) {
            hinted = true;
            add("<hint> The above reply was trimmed. Use 'maxlen 0' to disable trimming.");
        }
    }

    /** How long a line may be that is cut; 0 for any length. */
    void maxLength(int length) {
        hinted = true;
        maxLength = length != 0 ? Math.max(length, SHORTEST_LENGTH) : 0;
    }

    int maxLength() {
        return maxLength;
    }

    /** All lines as one reply; they are forgotten. */
    byte[] take() {
        StringBuilder resp = new StringBuilder();
        resp.append('*').append(lines.size()).append("\r\n");
        for (String line : lines) {
            resp.append('+').append(line.replace('\r', ' ').replace('\n', ' ')).append("\r\n");
        }
        lines.clear();
        return resp.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "DebugLog[" + lines.size() + " lines]";
    }
}
