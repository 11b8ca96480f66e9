package io.miniredis.server.net.tls;

import io.miniredis.server.config.SystemError;
import io.miniredis.server.config.TextParameter;
import io.miniredis.server.config.TlsParameters;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the parameters {@code tls-…} the context from which connections get their engines (tlsConfigure,
 * createSSLContext). Everything is read and checked here, so that a wrong file is found before it is needed.
 */
final class TlsSetup {
    private static final String[] DEFAULT_PROTOCOLS = {"TLSv1.2", "TLSv1.3"};
    private static final List<String> KNOWN_PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final TlsParameters config;
    private final Path directory;

    /** @param directory from which relative names start */
    TlsSetup(TlsParameters config, Path directory) {
        this.config = config;
        this.directory = directory;
    }

    /** @throws TlsException why not, for the log */
    SslContext build() throws TlsException {
        requireFiles();
        String[] protocols = protocols();
        List<X509Certificate> chain = chain();
        PrivateKey key = key();
        checkPair(key, chain.get(0));
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain.toArray(new X509Certificate[0]))
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(protocols);
        List<X509Certificate> authorities = authorities();
        if (authorities.isEmpty()) {
            builder.trustManager(new NobodyTrusted());
        } else {
            builder.trustManager(authorities.toArray(new X509Certificate[0]));
        }
        List<String> ciphers = ciphers();
        if (ciphers != null) {
            builder.ciphers(ciphers, IdentityCipherSuiteFilter.INSTANCE);
        }
        // Java cannot keep sessions from being resumed, but it can forget them soon.
        boolean caching = config.sessionCaching.value();
        builder.sessionCacheSize(caching ? config.sessionCacheSize.value() : 1);
        builder.sessionTimeout(caching ? config.sessionCacheTimeoutSeconds.value() : 1);
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("Failed to configure TLS: " + e.getMessage(), e);
        }
    }

    /** For connections that this server opens: it shows its client's certificate, if there is one, else its own. */
    SslContext buildOutgoing() throws TlsException {
        boolean own = !config.clientCertificateFile.isEmpty();
        List<X509Certificate> chain = chain(own ? config.clientCertificateFile : config.certificateFile);
        PrivateKey key = own ? key(config.clientKeyFile, config.clientKeyFilePassword) : key();
        checkPair(key, chain.get(0));
        SslContextBuilder builder = SslContextBuilder.forClient()
                .keyManager(key, chain.toArray(new X509Certificate[0]))
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                // Certificates say who belongs together here, not which host has which name.
                .endpointIdentificationAlgorithm(null)
                .protocols(protocols())
                .trustManager(authorities().toArray(new X509Certificate[0]));
        List<String> ciphers = ciphers();
        if (ciphers != null) {
            builder.ciphers(ciphers, IdentityCipherSuiteFilter.INSTANCE);
        }
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("Failed to configure TLS: " + e.getMessage(), e);
        }
    }

    private void requireFiles() throws TlsException {
        if (config.certificateFile.isEmpty()) {
            throw new TlsException("No tls-cert-file configured!");
        }
        if (config.keyFile.isEmpty()) {
            throw new TlsException("No tls-key-file configured!");
        }
        boolean peersAreChecked =
                !config.authClients.choice().equals("no") || config.cluster.value() || config.replication.value();
        if (peersAreChecked && config.caCertificateFile.isEmpty() && config.caCertificateDirectory.isEmpty()) {
            throw new TlsException("Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster,"
                    + " tls-replication or tls-auth-clients are enabled!");
        }
    }

    private Path path(TextParameter parameter) {
        return directory.resolve(parameter.utf8());
    }

    /** Java's own list of what is too old still applies: it disables TLS 1.0 and 1.1 unless told otherwise. */
    private String[] protocols() throws TlsException {
        if (config.protocols.isEmpty()) {
            return DEFAULT_PROTOCOLS;
        }
        List<String> protocols = new ArrayList<>();
        for (String word : config.protocols.utf8().split(" ")) {
            String known = knownProtocol(word);
            if (known == null) {
                throw new TlsException(
                        "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2'"
                                + " and 'TLSv1.3'.");
            }
            protocols.add(known);
        }
        return protocols.toArray(new String[0]);
    }

    private static @Nullable String knownProtocol(String word) {
        for (String known : KNOWN_PROTOCOLS) {
            if (known.toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
                return known;
            }
        }
        return null;
    }

    private List<X509Certificate> chain() throws TlsException {
        return chain(config.certificateFile);
    }

    private List<X509Certificate> chain(TextParameter file) throws TlsException {
        try {
            return Certificates.read(path(file));
        } catch (IOException e) {
            throw new TlsException("Failed to load certificate: " + reason(file, e), e);
        }
    }

    private PrivateKey key() throws TlsException {
        return key(config.keyFile, config.keyFilePassword);
    }

    private PrivateKey key(TextParameter file, TextParameter password) throws TlsException {
        try {
            return PrivateKeyFile.read(path(file), password.isEmpty() ? null : password.utf8());
        } catch (IOException e) {
            throw new TlsException("Failed to load private key: " + reason(file, e), e);
        }
    }

    private void checkPair(PrivateKey key, X509Certificate certificate) throws TlsException {
        try {
            if (!Certificates.belongsTo(key, certificate)) {
                throw new TlsException(
                        "Failed to load private key: " + config.keyFile.utf8() + ": key values mismatch");
            }
        } catch (GeneralSecurityException e) {
            throw new TlsException("Failed to load private key: " + config.keyFile.utf8() + ": " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> authorities() throws TlsException {
        List<X509Certificate> authorities = new ArrayList<>();
        try {
            if (!config.caCertificateFile.isEmpty()) {
                authorities.addAll(Certificates.read(path(config.caCertificateFile)));
            }
            if (!config.caCertificateDirectory.isEmpty()) {
                authorities.addAll(Certificates.readAll(path(config.caCertificateDirectory)));
            }
        } catch (IOException e) {
            throw new TlsException("Failed to configure CA certificate(s) file/directory: " + SystemError.of(e), e);
        }
        return authorities;
    }

    private static String reason(TextParameter file, IOException failure) {
        return file.utf8() + ": " + SystemError.of(failure);
    }

    /** Java's names of the suites to be used, best first; null for Java's own choice. */
    private @Nullable List<String> ciphers() throws TlsException {
        if (config.ciphers.isEmpty() && config.cipherSuites.isEmpty()) {
            return null;
        }
        List<String> supported = supported();
        List<String> tls13 = config.cipherSuites.isEmpty()
                ? supported.stream()
                        .filter(name -> CipherSuite.of(name).isTls13())
                        .toList()
                : CipherList.chooseTls13(config.cipherSuites.utf8(), supported);
        if (tls13.isEmpty()) {
            throw new TlsException("Failed to configure ciphersuites: " + config.cipherSuites.utf8());
        }
        String list = config.ciphers.isEmpty() ? "DEFAULT" : config.ciphers.utf8();
        List<String> older = CipherList.choose(list, supported);
        if (older.isEmpty()) {
            throw new TlsException("Failed to configure ciphers: " + list);
        }
        List<String> all = new ArrayList<>(tls13);
        all.addAll(older);
        return all;
    }

    private static List<String> supported() throws TlsException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return Arrays.asList(context.getDefaultSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new TlsException("Failed to ask for the cipher suites there are: " + e.getMessage(), e);
        }
    }
}
