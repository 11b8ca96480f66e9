package io.miniredis.server.net.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code tls-ciphers}, a list in OpenSSL's language: names and words parted by colons, each adding suites at the end,
 * or removing them ({@code -}), for good ({@code !}), or putting them last ({@code +}); {@code A+B} is what belongs to
 * both. What OpenSSL has and Java has not is passed over.
 */
final class CipherList {
    private final List<CipherSuite> available = new ArrayList<>();
    private final List<CipherSuite> chosen = new ArrayList<>();

    private CipherList(List<String> javaNames) {
        for (String name : javaNames) {
            CipherSuite suite = CipherSuite.of(name);
            if (!suite.isTls13() && !name.contains("SCSV") && !name.contains("NULL") && !name.contains("anon")) {
                available.add(suite);
            }
        }
    }

    /**
     * Java's names of the suites for TLS 1.2 and before.
     *
     * @param javaNames the suites there are, best first
     */
    static List<String> choose(String list, List<String> javaNames) {
        CipherList ciphers = new CipherList(javaNames);
        for (String item : list.split("[:, ]+")) {
            if (!item.isEmpty()) {
                ciphers.apply(item);
            }
        }
        return ciphers.chosen.stream().map(CipherSuite::javaName).toList();
    }

    private void apply(String item) {
        if (item.equals("@STRENGTH")) {
            chosen.sort((one, other) -> other.strength() - one.strength());
            return;
        }
        char sign = item.charAt(0);
        boolean signed = sign == '!' || sign == '-' || sign == '+';
        List<CipherSuite> named = matching(signed ? item.substring(1) : item);
        switch (sign) {
            case '!' -> {
                chosen.removeAll(named);
                available.removeAll(named);
            }
            case '-' -> chosen.removeAll(named);
            case '+' -> {
                named.retainAll(chosen);
                chosen.removeAll(named);
                chosen.addAll(named);
            }
            default -> {
                named.removeAll(chosen);
                chosen.addAll(named);
            }
        }
    }

    private List<CipherSuite> matching(String words) {
        List<CipherSuite> matching = new ArrayList<>();
        for (CipherSuite suite : available) {
            boolean belongs = true;
            for (String word : words.split("\\+")) {
                belongs &= suite.belongsTo(word);
            }
            if (belongs) {
                matching.add(suite);
            }
        }
        return matching;
    }

    /** {@code tls-ciphersuites}: those of the named suites of TLS 1.3 that there are. */
    static List<String> chooseTls13(String list, List<String> javaNames) {
        List<String> chosen = new ArrayList<>();
        for (String name : list.split("[:, ]+")) {
            if (javaNames.contains(name) && CipherSuite.of(name).isTls13()) {
                chosen.add(name);
            }
        }
        return chosen;
    }

    @Override
    public String toString() {
        return "CipherList" + chosen;
    }
}
