package io.miniredis.server.info;

import java.nio.charset.StandardCharsets;

/** The text of INFO as it grows: sections with a heading, fields with a value, lines ended by CR and LF. */
public final class InfoText {
    private final StringBuilder text = new StringBuilder(4096);

    void section(String heading) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(heading).append("\r\n");
    }

    void field(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    void field(String name, long value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    void field(String name, boolean value) {
        field(name, value ? 1 : 0);
    }

    /** Part of a name that clients may have made up, without what ends a name or a line (getSafeInfoString). */
    static String safe(String name) {
        return name.replace('#', '_').replace(':', '_').replace('\n', '_').replace('\r', '_');
    }

    /** A number with two decimals. */
    void fraction(String name, double value) {
        field(name, decimals(value, 2));
    }

    /** A number of bytes, and the same again as {@code 1.50M} under {@code name_human}. */
    void bytes(String name, long value) {
        field(name, value);
        field(name + "_human", human(value));
    }

    /** Seconds with six decimals. */
    void seconds(String name, long micros) {
        String rest = String.valueOf(micros % 1_000_000);
        field(name, micros / 1_000_000 + "." + "000000".substring(rest.length()) + rest);
    }

    /** {@code 1.50M}: two decimals and a unit, as bytesToHuman has it. */
    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        String units = "KMGTP";
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return decimals(value, 2) + units.charAt(unit);
    }

    public static String decimals(double value, int places) {
        long scale = 1;
        for (int i = 0; i < places; i++) {
            scale *= 10;
        }
        long scaled = Math.round(Math.abs(value) * scale);
        String rest = String.valueOf(scaled % scale);
        String sign = value < 0 && scaled != 0 ? "-" : "";
        return sign + scaled / scale + "." + "0".repeat(places - rest.length()) + rest;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
