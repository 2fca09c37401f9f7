using System.Text.Json.Serialization;
using Gatehouse.Api.Notices;

namespace Gatehouse.Api.Mails;

/// <summary>What an e-mail is about.</summary>
[JsonConverter(typeof(WordConverter<MailKind>))]
public enum MailKind : byte
{
    /// <summary>Somebody is asked into an organisation.</summary>
    Invitation = 0,

    /// <summary>Somebody says that they forgot the password of this address.</summary>
    PasswordForgotten,

    /// <summary>Somebody wants an account for this address.</summary>
    Registration,

    /// <summary>A person shows that the address is theirs.</summary>
    EmailConfirmation,

    /// <summary>A call waits for an answer.</summary>
    Approval,

    /// <summary>An account at a server has to be connected again.</summary>
    AccountFailed,
}

/// <summary>An e-mail of the organisation. Its text is shown to nobody: it may have a link that opens something.</summary>
/// <param name="Id"><c>mai_…</c>.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="To">Who gets it.</param>
/// <param name="State">Where it stands; <c>dead</c> is given up.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Problem">Why the last try failed; null where it did not.</param>
/// <param name="Next">When it is tried next; null where it is not.</param>
public sealed record MailView(
    string Id, MailKind Kind, string To, NoticeState State, int Attempts, DateTimeOffset Created,
    string? Problem = null, DateTimeOffset? Next = null);
