using System.Globalization;
using System.Text;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Notices;

namespace Gatehouse.Control.Mails;

/// <summary>What an e-mail says: plain text, never markup.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">The text.</param>
internal sealed record MailText(string Subject, string Body)
{
    private const string NotYou = "If you did not ask for this, you need do nothing.";

    public static MailText Invitation(string by, string organisation, string link, DateTimeOffset expires) => new(
        "An invitation to Gatehouse",
        $"{Plain(by)} asks you to join {Plain(organisation)}.\n\nTo join, open this link. It works once, until {Time(expires)}:\n{link}\n\n"
        + "If you do not know who asks, you need do nothing.\n");

    public static MailText PasswordForgotten(string link, DateTimeOffset expires) => new(
        "A new password for Gatehouse",
        $"Somebody, probably you, has forgotten the password of this address.\n\n"
        + $"To set a new one, open this link. It works once, until {Time(expires)}:\n{link}\n\n{NotYou}\n");

    public static MailText Registration(string link, DateTimeOffset expires) => new(
        "Your Gatehouse account",
        $"Somebody, probably you, wants a Gatehouse account for this address.\n\n"
        + $"To make it, open this link. It works once, until {Time(expires)}:\n{link}\n\n{NotYou}\n");

    public static MailText KnownAlready(string people) => new(
        "Your Gatehouse account",
        $"Somebody, probably you, wants a Gatehouse account for this address. It has one already: sign in at\n{people}\n"
        + $"where you can also set a new password if you forgot yours.\n\n{NotYou}\n");

    public static MailText EmailConfirmation(string link, DateTimeOffset expires) => new(
        "Your address at Gatehouse",
        $"To show that this address is yours, open this link while you are signed in. It works once, until {Time(expires)}:\n{link}\n\n"
        + "If you have no account there, do not open it.\n");

    /// <summary>No value of the call is in it: those are shown to who has signed in.</summary>
    public static MailText Approval(ApprovalSummary about, string link) => new(
        "A call waits for your answer",
        $"{Plain(about.GrantLabel)} asks to call {Plain(about.Tool)} on {about.ServerId}.\n{Plain(string.Join(" ", about.Messages))}\n\n"
        + $"To look at it and answer, open this link and sign in. It is open until {Time(about.Expires)}:\n{link}\n\n"
        + "Opening the link answers nothing. The link is for you; who gets it from you cannot answer with it.\n");

    /// <summary>No token, and nothing that a server said, is in it.</summary>
    public static MailText AccountFailed(string server, string? owner, string why, string page) => new(
        "An account at a server has to be connected again",
        $"Gatehouse is no longer signed in to {Plain(server)}{(owner is null ? "" : $" for {Plain(owner)}")}: {why}.\n"
        + $"Until {(owner is null ? "it is connected again, calls to this server" : "they connect again, calls of their grants to this server")}"
        + $" are refused.\n\nThat is done on the server's page, by \"Connect again\":\n{page}\n");

    /// <summary>Text from outside, for a line of a message.</summary>
    /// <remarks>SECURITY: mail programs turn addresses in a text into links, so what looks like one is taken apart.</remarks>
    public static string Plain(string text)
    {
        var spelt = NoticeBody.Plain(text);
        var plain = new StringBuilder(spelt.Length + 8);
        for (var i = 0; i < spelt.Length; i++)
        {
            plain.Append(spelt[i]);
            if (spelt[i] is '.' or ':' or '@' or '/' && i + 1 < spelt.Length && spelt[i + 1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
