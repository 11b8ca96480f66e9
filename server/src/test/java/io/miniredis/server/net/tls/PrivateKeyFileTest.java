package io.miniredis.server.net.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One and the same key in the forms that OpenSSL 3.0 writes, the encrypted ones under the password "secret". */
class PrivateKeyFileTest {
    private static final String SEC1 = """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIJxykm2vTphnQG0aIwwYo6IkC4XWjKSaBK9XruhFyga8oAoGCCqGSM49
            AwEHoUQDQgAEXSCJs72MuH75aWLTWdGQf9tlvdWPKOeKjXFdC+8m9h6QWjffSKVX
            HsqIYZZsfOMuVNfxAOgB7iqyJj/+oYl6Yw==
            -----END EC PRIVATE KEY-----
            """;
    private static final String SEC1_AES = """
            -----BEGIN EC PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,F537760E56777E2F9CAE4EC05D75C1AD

            Kq3bY0EZb7XWDlgXooWJ2j3jOhsR4NUpA4u/v5ZeLfjFNfwfF6YaEDAOP6vPWhRX
            u0O+SIEKa8FgEpdCw/HlHx1an+QvUcbzQnvSmKnQcyoC+5RSfEkNETsC+FWF2TKM
            weRKVxJy5yROhjrvZQiFSaUshw6dq4IrrQ1VmyceMJ8=
            -----END EC PRIVATE KEY-----
            """;
    private static final String SEC1_DES = """
            -----BEGIN EC PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: DES-EDE3-CBC,ADBD4E9AB6B71ADF

            qJC+vZpoh3wZUN20QQUbg0wvlXXO1Fqfp4O++5z31i47Rq3Jq1vQwyVJzIG7OF5V
            xREBf7PAFH11o6/5RExqoHzPp90w7/mInUjEX75JD1ULtdKOYcyd/fjEHtlaEx7q
            JPOUZmisZA7zMEiEMjzvMfSZm0oyVCJ/zYdFtOlhA3s=
            -----END EC PRIVATE KEY-----
            """;
    private static final String PKCS8_PBES2 = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAht0xdIyov29gICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFEfXb/kANvswJQRxg18GfQEgZBc
            C3LaOejDAo/zGJo6WihZxpDXcQlTptk0s4qH62aP0yoAa9Xb6vtRy/4FNGcQjLcx
            D4eBm0+KIRC7ios0YD8SR2XPvhlZWJVkZ0hToGiEx6uP1h8OqI80nNJSEA3R6lkX
            nSrWmqQtA0N96TyLhIycapvKBkjW5C4gAv4+zWUJtOcqkDqU0NQYvU/88AABLsM=
            -----END ENCRYPTED PRIVATE KEY-----
            """;
    private static final String PKCS8_PBES1 = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGxMBwGCiqGSIb3DQEMAQMwDgQItcfXvXCWrnsCAggABIGQ6OuAJyO7aTIx1dOY
            j0d/PF073/Fh3FBj4xhxZArtDXGKUeWjE5GFt1cX4NhHZ6GbRk9Dgkh+PGvggvvC
            nq+sF9FqBGN6I+0O8GhMh35cFmuDmVgaBol+unJcWiAvLC8aATWyfRe/I59UfRW5
            MKt1bYPnao3RxMD0FNGUpF8LqpugqLcDWXaDNutX12D/NRka
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    @TempDir
    private Path directory;

    private PrivateKey read(String pem, String password) throws IOException {
        Path file = directory.resolve("key.pem");
        Files.writeString(file, pem);
        return PrivateKeyFile.read(file, password.isEmpty() ? null : password);
    }

    private static byte[] scalar(PrivateKey key) {
        return ((java.security.interfaces.ECPrivateKey) key).getS().toByteArray();
    }

    @Test
    void ellipticCurveKeysAreReadInAllTheirForms() throws IOException {
        byte[] expected = scalar(read(SEC1, ""));
        assertEquals("9c", String.format("%02x", expected[expected.length - 32]));
        for (String pem : new String[] {SEC1_AES, SEC1_DES, PKCS8_PBES2, PKCS8_PBES1}) {
            assertArrayEquals(expected, scalar(read(pem, "secret")), pem);
        }
    }

    @Test
    void aWrongPasswordOrNoneIsAnErrorWithAReason() {
        for (String pem : new String[] {SEC1_AES, SEC1_DES, PKCS8_PBES2, PKCS8_PBES1}) {
            assertEquals(
                    "bad decrypt",
                    assertThrows(IOException.class, () -> read(pem, "wrong")).getMessage());
            assertEquals(
                    "the key is encrypted and there is no password",
                    assertThrows(IOException.class, () -> read(pem, "")).getMessage());
        }
    }

    @Test
    void whatIsNoKeyIsAnError() {
        assertEquals(
                "no start line",
                assertThrows(IOException.class, () -> read("nothing", "")).getMessage());
        String cut = SEC1.replace("HsqIYZZsfOMuVNfxAOgB7iqyJj/+oYl6Yw==\n", "");
        assertThrows(IOException.class, () -> read(cut.replace("MHcCAQEE", "MHcCAQFE"), ""));
        assertThrows(IOException.class, () -> read(SEC1.replace("MHcC", "MH*C"), ""));
    }

    @Test
    void theOldFormOfRsaKeysIsPutIntoJavasEnvelope() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair pair = generator.generateKeyPair();
        Der.Reader envelope = new Der.Reader(new Der.Reader(pair.getPrivate().getEncoded()).next());
        envelope.next();
        envelope.next();
        byte[] pkcs1 = envelope.next();
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(pkcs1);

        PrivateKey key = read("-----BEGIN RSA PRIVATE KEY-----\n" + base64 + "\n-----END RSA PRIVATE KEY-----\n", "");

        assertArrayEquals(pair.getPrivate().getEncoded(), key.getEncoded());
    }

    @Test
    void aKeyIsKnownToBelongToItsCertificate() throws Exception {
        new TestCertificates(directory).issue("one").issue("other");
        PrivateKey key = PrivateKeyFile.read(directory.resolve("one.key"), null);
        assertTrue(Certificates.belongsTo(
                key, Certificates.read(directory.resolve("one.crt")).get(0)));
        assertFalse(Certificates.belongsTo(
                key, Certificates.read(directory.resolve("other.crt")).get(0)));
    }
}
