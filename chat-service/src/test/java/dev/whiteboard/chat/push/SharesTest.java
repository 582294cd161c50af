package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.channel.HookSecret;
import dev.whiteboard.chat.push.channel.MailAddress;
import dev.whiteboard.chat.push.channel.Target;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SharesTest {
  private static final UserId ADA = user();
  private static final Target HOOK = hook("https://one.example/");

  private final Shares shares = new Shares(32);

  private static UserId user() {
    return new UserId(UUID.randomUUID());
  }

  private static Target hook(String url) {
    return new Target.Hook(URI.create(url), HookSecret.kept(new byte[32]));
  }

  private int entered(UserId user, Target target) {
    var entered = 0;
    while (shares.enter(user, target)) {
      entered++;
    }
    return entered;
  }

  @Test
  void enter_ofOneUser_isASixteenth_whereverHeIsTold() {
    assertThat(shares.enter(ADA, HOOK)).isTrue();
    assertThat(shares.enter(ADA, hook("https://two.example/"))).isTrue();

    assertThat(shares.enter(ADA, hook("https://three.example/"))).isFalse();
    assertThat(shares.enter(user(), HOOK)).isTrue();
  }

  @Test
  void enter_ofOneHost_isAHalf_whoeverIsTold_andHoweverItIsSpelled() {
    for (var i = 0; i < 16; i++) {
      assertThat(shares.enter(user(), hook("https://ONE.example/" + i))).isTrue();
    }

    assertThat(shares.enter(user(), HOOK)).isFalse();
    assertThat(shares.enter(user(), hook("https://two.example/"))).isTrue();
  }

  @Test
  void enter_ofTheMailServer_isAHalf_andNotThatOfAHostOfThatName() {
    for (var i = 0; i < 16; i++) {
      assertThat(shares.enter(user(), new Target.Mailbox(new MailAddress("a@x.example")))).isTrue();
    }

    assertThat(shares.enter(user(), new Target.Mailbox(new MailAddress("b@y.example")))).isFalse();
    assertThat(shares.enter(user(), hook("https://email/"))).isTrue();
  }

  @Test
  void leave_makesRoomForOne() {
    assertThat(entered(ADA, HOOK)).isEqualTo(2);

    shares.leave(ADA, HOOK);

    assertThat(entered(ADA, HOOK)).isEqualTo(1);
  }

  @Test
  void enter_ofFewSenders_isTwo() {
    var few = new Shares(1);

    assertThat(few.enter(ADA, HOOK)).isTrue();
    assertThat(few.enter(ADA, HOOK)).isTrue();
    assertThat(few.enter(ADA, HOOK)).isFalse();
  }
}
