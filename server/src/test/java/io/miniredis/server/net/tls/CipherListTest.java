package io.miniredis.server.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CipherListTest {
    private static final String ECDHE_GCM_256 = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
    private static final String ECDSA_GCM_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final String CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
    private static final String DHE_CBC = "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256";
    private static final String RSA_CBC = "TLS_RSA_WITH_AES_128_CBC_SHA";
    private static final String RSA_3DES = "SSL_RSA_WITH_3DES_EDE_CBC_SHA";
    private static final List<String> AVAILABLE = List.of(
            "TLS_AES_256_GCM_SHA384",
            ECDHE_GCM_256,
            ECDSA_GCM_128,
            CHACHA,
            DHE_CBC,
            RSA_CBC,
            RSA_3DES,
            "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");

    private static List<String> choose(String list) {
        return CipherList.choose(list, AVAILABLE);
    }

    @Test
    void suitesHaveTheNamesOpensslGivesThem() {
        assertEquals(
                "ECDHE-RSA-AES256-GCM-SHA384", CipherSuite.of(ECDHE_GCM_256).openSslName());
        assertEquals(
                "ECDHE-ECDSA-AES128-GCM-SHA256", CipherSuite.of(ECDSA_GCM_128).openSslName());
        assertEquals("ECDHE-RSA-CHACHA20-POLY1305", CipherSuite.of(CHACHA).openSslName());
        assertEquals("DHE-RSA-AES256-SHA256", CipherSuite.of(DHE_CBC).openSslName());
        assertEquals("AES128-SHA", CipherSuite.of(RSA_CBC).openSslName());
        assertEquals("DES-CBC3-SHA", CipherSuite.of(RSA_3DES).openSslName());
    }

    @Test
    void namesAreTakenInTheirOrder() {
        assertEquals(List.of(RSA_CBC, ECDHE_GCM_256), choose("AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:NO-SUCH"));
        assertEquals(List.of(CHACHA), choose(CHACHA));
    }

    @Test
    void wordsStandForManyAndSignsTakeAway() {
        assertEquals(List.of(ECDHE_GCM_256, ECDSA_GCM_128, CHACHA, DHE_CBC, RSA_CBC), choose("HIGH"));
        assertEquals(List.of(ECDHE_GCM_256, ECDSA_GCM_128), choose("AESGCM"));
        assertEquals(List.of(ECDHE_GCM_256), choose("AESGCM+aRSA"));
        assertEquals(List.of(ECDHE_GCM_256, CHACHA, DHE_CBC), choose("DEFAULT:!kRSA:-aECDSA"));
        assertEquals(List.of(RSA_CBC, RSA_3DES, ECDHE_GCM_256), choose("kRSA:!DHE:!aECDSA:!CHACHA20:ALL"));
        assertEquals(List.of(CHACHA, ECDHE_GCM_256), choose("ECDHE+aRSA:+AES"));
        assertTrue(choose("aNULL:eNULL:FOO").isEmpty());
    }

    @Test
    void whatWasExcludedForGoodDoesNotComeBack() {
        assertEquals(List.of(), choose("!AES128-SHA:AES128-SHA"));
        assertEquals(List.of(RSA_CBC), choose("AES128-SHA:-AES128-SHA:AES128-SHA"));
    }

    @Test
    void suitesOfTls13AreNamedApart() {
        assertEquals(
                List.of("TLS_AES_256_GCM_SHA384"),
                CipherList.chooseTls13("TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384", AVAILABLE));
        assertTrue(CipherList.chooseTls13(ECDHE_GCM_256, AVAILABLE).isEmpty());
    }
}
