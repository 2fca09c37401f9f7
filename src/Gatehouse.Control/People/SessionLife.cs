namespace Gatehouse.Control.People;

/// <summary>How long sessions and links live.</summary>
internal static class SessionLife
{
    /// <summary>An unused session ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>Every session ends after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How exactly the last use is noted: a page must not cost a write.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>An invitation's link.</summary>
    public static readonly TimeSpan Invitation = TimeSpan.FromDays(7);

    /// <summary>A link for a new password.</summary>
    public static readonly TimeSpan PasswordLink = TimeSpan.FromHours(24);

    /// <summary>A link that somebody asked for by naming an address.</summary>
    public static readonly TimeSpan MailedLink = TimeSpan.FromHours(1);

    /// <summary>The set-up link of a new installation.</summary>
    public static readonly TimeSpan SetUpLink = TimeSpan.FromHours(24);

    /// <summary>The longest life of an API key.</summary>
    public static readonly TimeSpan ApiKey = TimeSpan.FromDays(366);
}
