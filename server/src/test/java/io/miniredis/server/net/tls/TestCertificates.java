package io.miniredis.server.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority and certificates it vouches for, made anew for each test and written into a directory as the files
 * OpenSSL would make: {@code ca.crt}, {@code NAME.crt}, {@code NAME.key}. X.509 is put together by hand (RFC 5280),
 * since Java has no public way to make a certificate.
 */
public final class TestCertificates {
    private static final byte[] ECDSA_WITH_SHA256 =
            Der.value(Der.SEQUENCE, HexFormat.of().parseHex("06082a8648ce3d040302"));
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");
    private static final byte[] ALTERNATIVE_NAMES = HexFormat.of().parseHex("0603551d11");
    private static final byte[] TRUE = {0x01, 1, (byte) 0xFF};
    private static final char[] NO_PASSWORD = {};

    private final Path directory;
    private final KeyPair authority = keyPair();
    private final X509Certificate authorityCertificate;
    private int serial = 1;

    public TestCertificates(Path directory) {
        this.directory = directory;
        this.authorityCertificate = certificate("authority", authority, true);
        write("ca.crt", "CERTIFICATE", encoded(authorityCertificate));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes {@code name.crt} and {@code name.key}. */
    public TestCertificates issue(String name) {
        KeyPair pair = keyPair();
        write(name + ".crt", "CERTIFICATE", encoded(certificate(name, pair, false)));
        write(name + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded());
        return this;
    }

    private X509Certificate certificate(String name, KeyPair pair, boolean isAuthority) {
        byte[] extension = isAuthority
                ? Der.value(
                        Der.SEQUENCE,
                        BASIC_CONSTRAINTS,
                        TRUE,
                        Der.value(Der.OCTET_STRING, Der.value(Der.SEQUENCE, TRUE)))
                : Der.value(
                        Der.SEQUENCE,
                        ALTERNATIVE_NAMES,
                        Der.value(
                                Der.OCTET_STRING,
                                Der.value(
                                        Der.SEQUENCE,
                                        Der.value(0x82, ascii("localhost")),
                                        Der.value(0x87, new byte[] {127, 0, 0, 1}))));
        byte[] content = Der.value(
                Der.SEQUENCE,
                Der.value(0xA0, new byte[] {Der.INTEGER, 1, 2}),
                Der.value(Der.INTEGER, new byte[] {(byte) serial++}),
                ECDSA_WITH_SHA256,
                name("authority"),
                Der.value(
                        Der.SEQUENCE, Der.value(0x17, ascii("200101000000Z")), Der.value(0x17, ascii("491231235959Z"))),
                name(name),
                pair.getPublic().getEncoded(),
                Der.value(0xA3, Der.value(Der.SEQUENCE, extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(authority.getPrivate());
            signature.update(content);
            byte[] bits = Der.value(0x03, new byte[] {0}, signature.sign());
            byte[] der = Der.value(Der.SEQUENCE, content, ECDSA_WITH_SHA256, bits);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] name(String name) {
        return Der.value(
                Der.SEQUENCE, Der.value(0x31, Der.value(Der.SEQUENCE, COMMON_NAME, Der.value(0x0C, ascii(name)))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String file, String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, ascii("\n")).encodeToString(der);
        try {
            Files.writeString(
                    directory.resolve(file),
                    "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String path(String file) {
        return directory.resolve(file).toString();
    }

    /** A peer that trusts the authority and shows this certificate; none if the name is empty. */
    public SSLContext peer(String name) {
        try {
            KeyManager[] keys = name.isEmpty() ? null : keyManagers(name);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, NO_PASSWORD);
            trusted.setCertificateEntry("ca", authorityCertificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyManager[] keyManagers(String name) throws GeneralSecurityException, IOException {
        PrivateKey key = PrivateKeyFile.read(directory.resolve(name + ".key"), null);
        Certificate[] chain =
                Certificates.read(directory.resolve(name + ".crt")).toArray(new Certificate[0]);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, NO_PASSWORD);
        own.setKeyEntry("own", key, NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(own, NO_PASSWORD);
        return factory.getKeyManagers();
    }
}
