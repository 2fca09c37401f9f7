using System.Collections.Frozen;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>What a page says was done just now. Addresses carry the word alone, so nobody can make a page say something else.</summary>
internal static class SaidTable
{
    private static readonly FrozenDictionary<string, string> _sentences = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["signed-out"] = "You are signed out.",
        ["set-up"] = "Your organisation is set up. Sign in to begin.",
        ["joined"] = "You belong to the organisation now. Sign in to begin.",
        ["password-set"] = "Your password is set. Sign in with it.",
        ["saved"] = "Saved.",
        ["mail-sent"] = "If this address is known here, an e-mail is on its way to it.",
        ["registered"] = "Your account and its organisation are made. Sign in to begin.",

        // Servers.
        ["server-registered"] = "The server is registered. Test its connection, then make a grant.",
        ["gated"] = "The server is registered and its policy saved. Make the grant that your agent uses.",
        ["server-removed"] = "The server is removed. Its grants ended.",
        ["auth-set"] = "Saved. Connect an account: without one no call goes through.",
        ["connected"] = "The account is connected: calls use it from now on.",
        ["disconnected"] = "The account is let go of: nothing calls with it any more.",
        ["secret-saved"] = "The credential is kept, encrypted.",
        ["secret-refused"] = "The server is registered, but its credential could not be kept: save it here.",
        ["arguments-forgotten"] = "The stored arguments are gone.",
        ["secret-refused-gated"] = "The server is registered and its recommended policy saved, but its credential could not be kept: save it here, then make a grant with that policy.",
        ["secret-removed"] = "The credential is gone.",
        ["frozen"] = "Frozen: every call is denied until somebody undoes it.",
        ["thawed"] = "Calls are let through again, as policies say.",
        ["tools-accepted"] = "Accepted: these definitions can be called.",
        ["tools-dismissed"] = "Dismissed: the accepted definitions stay.",
        ["tools-unchanged"] = "Nothing was ticked, or the definitions changed once more: look again.",

        // Grants and policies.
        ["revoked"] = "Revoked: its tokens are worth nothing now.",
        ["connection-ended"] = "Ended: the client's tokens are worth nothing now.",
        ["beaten"] = "Noted: somebody looks after it.",
        ["policy-published"] = "Published: it is in force.",
        ["policy-proposed"] = "It may open something, so it waits for a second person. What was in force stays in force.",
        ["policy-rolled-back"] = "The earlier text is in force again, as a new version.",
        ["policy-removed"] = "The policy is removed.",

        // Approvals.
        ["approved"] = "Approved: the agent can make this call once.",
        ["refused"] = "Refused: the agent is told so.",
        ["refused-many"] = "Refused.",
        ["taken-back"] = "Taken back.",
        ["nothing-ticked"] = "Nothing was ticked.",

        // People and settings.
        ["invitation-withdrawn"] = "The invitation is withdrawn: its link works no more.",
        ["member-saved"] = "Saved. It holds at once.",
        ["member-removed"] = "They do not belong to the organisation any more.",
        ["sessions-ended"] = "They are signed out everywhere.",
        ["session-ended"] = "The session is ended.",
        ["key-revoked"] = "The key is revoked.",
        ["channel-removed"] = "The channel is removed.",
        ["redelivered"] = "It is sent again.",
        ["password-changed"] = "Your password is changed.",
        ["passkey-added"] = "The passkey is added: you can sign in by it.",
        ["passkey-removed"] = "The passkey is gone: nobody signs in by it any more.",
        ["openid-linked"] = "Linked: you can sign in by it.",
        ["openid-unlinked"] = "Not linked any more.",
        ["email-confirmed"] = "Your address is confirmed.",
        ["authenticator-removed"] = "Your authenticator app is not asked for any more.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Has(string word) => _sentences.ContainsKey(word);

    public static string? Find(string? word) => word is null ? null : _sentences.GetValueOrDefault(word);
}
