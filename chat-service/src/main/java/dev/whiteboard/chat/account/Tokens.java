package dev.whiteboard.chat.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks tokens: JSON Web Tokens (RFC 7519), signed with HMAC-SHA-256.
 *
 * <pre>
 *  {"alg":"HS256","typ":"JWT","kid":"1"}
 *  {"iss":"whiteboard-chat","aud":"whiteboard-chat","sub":user,"device":device,"sid":session,
 *   "iat":1800000000,"exp":1800003600}
 * </pre>
 *
 * <p>A check asks nobody: about 7 us of a processor. So a token is good until it expires, unless
 * its session is known to be revoked. The algorithm is ours and not the token's to say (RFC 8725,
 * section 3.1).
 */
public final class Tokens implements Authenticator {
  private static final String ISSUER = "whiteboard-chat";
  private static final String DEVICE = "device";
  private static final String SESSION = "sid";

  /** Ours have about 400 characters; nothing longer is looked at. */
  private static final int CHARS_MAX = 1_024;

  /** How far ahead of ours the clock of the node may be that made a token. */
  private static final Duration SKEW_MAX = Duration.ofSeconds(30);

  private final SigningKeys keys;
  private final Predicate<SessionId> revoked;
  private final InstantSource clock;
  private final Duration lifetime;

  /**
   * Tokens signed with these keys.
   *
   * @param revoked whether a session is known to be revoked; asked on each check
   * @param lifetime how long a token is good
   */
  public Tokens(
      SigningKeys keys, Predicate<SessionId> revoked, InstantSource clock, Duration lifetime) {
    this.keys = keys;
    this.revoked = revoked;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /**
   * A token, and who it is of.
   *
   * @param token as a client gives it back
   * @param caller whom it proves
   */
  public record Issued(String token, Caller caller) {
    @Override
    public String toString() {
      return "a token of " + caller;
    }
  }

  /**
   * Makes a token.
   *
   * @param now when it begins to be good
   */
  Issued issue(UserId user, DeviceId device, SessionId session, Instant now) {
    var begins = now.truncatedTo(ChronoUnit.SECONDS);
    var caller = new Caller(user, device, session, begins.plus(lifetime));
    return new Issued(signed(caller, begins), caller);
  }

  @Override
  public Optional<Caller> authenticate(String token) {
    if (token.length() > CHARS_MAX) {
      return Optional.empty();
    }
    try {
      var jwt = SignedJWT.parse(token);
      return isSigned(jwt) ? caller(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private String signed(Caller caller, Instant begins) {
    var key = keys.signing(begins);
    var header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.name())
            .build();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(ISSUER)
            .subject(caller.user().toString())
            .claim(DEVICE, caller.device().toString())
            .claim(SESSION, caller.session().toString())
            .issueTime(Date.from(begins))
            .expirationTime(Date.from(caller.expiresAt()))
            .build();
    var jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(key.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
    return jwt.serialize();
  }

  private boolean isSigned(SignedJWT jwt) throws JOSEException {
    var header = jwt.getHeader();
    if (!JWSAlgorithm.HS256.equals(header.getAlgorithm()) || header.getKeyID() == null) {
      return false;
    }
    var key = keys.named(header.getKeyID());
    return key.isPresent() && jwt.verify(key.get().verifier());
  }

  private Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
    var user = id(claims.getSubject()).flatMap(UserId::parse);
    var device = id(claims.getStringClaim(DEVICE)).flatMap(DeviceId::parse);
    var session = id(claims.getStringClaim(SESSION)).flatMap(SessionId::parse);
    if (!isForNow(claims) || user.isEmpty() || device.isEmpty() || session.isEmpty()) {
      return Optional.empty();
    }
    var expiresAt = claims.getExpirationTime().toInstant();
    return Optional.of(new Caller(user.get(), device.get(), session.get(), expiresAt))
        .filter(caller -> !revoked.test(caller.session()));
  }

  private boolean isForNow(JWTClaimsSet claims) {
    var now = clock.instant();
    @Nullable Date expires = claims.getExpirationTime();
    @Nullable Date issued = claims.getIssueTime();
    return ISSUER.equals(claims.getIssuer())
        && claims.getAudience().equals(List.of(ISSUER))
        && expires != null
        && now.isBefore(expires.toInstant())
        && issued != null
        && !issued.toInstant().isAfter(now.plus(SKEW_MAX));
  }

  private static Optional<String> id(@Nullable String claim) {
    return Optional.ofNullable(claim);
  }
}
