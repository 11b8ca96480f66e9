package io.miniredis.server.net.tls;

import java.util.List;
import java.util.Locale;

/**
 * A cipher suite under Java's name and OpenSSL's: {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} is
 * {@code ECDHE-RSA-AES128-GCM-SHA256}. Suites of TLS 1.3 have one name.
 *
 * @param exchange how the key is agreed on and who signs: {@code ECDHE_RSA}; empty in TLS 1.3
 * @param cipher {@code AES_128_GCM_SHA256}
 */
record CipherSuite(String javaName, String openSslName, String exchange, String cipher) {
    private static final List<String> ALL = List.of("ALL", "DEFAULT", "COMPLEMENTOFALL");

    static CipherSuite of(String javaName) {
        String name = javaName.substring(javaName.indexOf('_') + 1);
        int with = name.indexOf("_WITH_");
        if (with < 0) {
            return new CipherSuite(javaName, javaName, "", name);
        }
        String exchange = name.substring(0, with);
        String cipher = name.substring(with + 6);
        return new CipherSuite(javaName, openSslName(exchange, cipher), exchange, cipher);
    }

    private static String openSslName(String exchange, String cipher) {
        String prefix = exchange.equals("RSA") ? "" : exchange.replace('_', '-') + "-";
        String name = cipher.replace("AES_", "AES")
                .replace("3DES_EDE_CBC", "DES-CBC3")
                .replace("POLY1305_SHA256", "POLY1305")
                .replace("_CBC_", "_");
        return prefix + name.replace('_', '-');
    }

    boolean isTls13() {
        return exchange.isEmpty();
    }

    boolean isNamed(String name) {
        return name.equalsIgnoreCase(javaName) || name.equalsIgnoreCase(openSslName);
    }

    /** True if the suite is one of those that a word of OpenSSL's cipher lists stands for. */
    boolean belongsTo(String word) {
        if (ALL.contains(word) || isNamed(word)) {
            return !word.equals("COMPLEMENTOFALL");
        }
        return switch (word) {
            case "HIGH" -> !cipher.startsWith("3DES");
            case "MEDIUM", "3DES" -> cipher.startsWith("3DES");
            case "kRSA", "RSA" -> exchange.equals("RSA");
            case "aRSA" -> exchange.endsWith("RSA");
            case "aECDSA", "ECDSA" -> exchange.endsWith("ECDSA");
            case "aDSS", "DSS" -> exchange.endsWith("DSS");
            case "ECDHE", "EECDH", "kECDHE", "kEECDH" -> exchange.startsWith("ECDHE");
            case "DHE", "EDH", "kDHE", "kEDH" -> exchange.startsWith("DHE");
            case "AES", "AES128", "AES256", "CHACHA20" ->
                cipher.replace("AES_", "AES").startsWith(word);
            case "AESGCM" -> cipher.contains("_GCM");
            case "SHA1", "SHA" -> cipher.endsWith("_SHA");
            case "SHA256", "SHA384" -> cipher.endsWith("_CBC_" + word);
            case "TLSv1.2" -> cipher.contains("GCM") || cipher.startsWith("CHACHA") || !cipher.endsWith("_SHA");
            default -> false;
        };
    }

    /** Bits of the key. */
    int strength() {
        String text = cipher.toLowerCase(Locale.ROOT);
        return text.contains("256") && !text.startsWith("aes_128") ? 256 : text.startsWith("3des") ? 112 : 128;
    }
}
