package io.miniredis.cluster;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses as text. */
final class IpAddress {
    private IpAddress() {}

    /** The address in the one form that the bus uses; empty if it is none (a name, for example). */
    static String normal(String text) {
        boolean six = text.indexOf(':') >= 0;
        if (text.isEmpty() || text.length() > 45 || !(six ? isHexadecimal(text) : isDotted(text))) {
            return "";
        }
        try {
            // Digits only: nobody is asked for a name.
            InetAddress address = InetAddress.getByName(text);
            return address instanceof Inet6Address v6 ? compressed(v6.getAddress()) : address.getHostAddress();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static boolean isDotted(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(String text) {
        return text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    }

    /** RFC 5952: the longest run of zeros, two groups or more, is left out. */
    static String compressed(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
        }
        int longestAt = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                longest = end - i;
                longestAt = i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == longestAt) {
                text.append("::");
                i += longest - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
