package io.miniredis.server.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Certificates in PEM files. */
final class Certificates {
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    private Certificates() {}

    /** All certificates of a file, in its order. @throws IOException if there is none, with the reason */
    static List<X509Certificate> read(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemBlock.read(file)) {
                if (block.isCertificate()) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("no start line");
        }
        return certificates;
    }

    /** The certificates of all files of a directory; files without any are passed over. */
    static List<X509Certificate> readAll(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.filter(Files::isRegularFile).sorted().toList();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path file : files) {
            if (PemBlock.read(file).stream().anyMatch(PemBlock::isCertificate)) {
                certificates.addAll(read(file));
            }
        }
        return certificates;
    }

    /** True if what the key signs is what the certificate vouches for. */
    static boolean belongsTo(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (InvalidKeyException anotherKind) {
            return false;
        }
    }
}
