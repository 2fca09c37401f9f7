using Gatehouse.Policy;

namespace Gatehouse.Control.People;

/// <summary>Faults of signing in, of members and of links.</summary>
internal static class PeopleFaults
{
    public static readonly FaultCode SignInFailed = new("sign-in-failed");
    public static readonly FaultCode CodeNeeded = new("code-needed");
    public static readonly FaultCode LinkInvalid = new("link-invalid");
    public static readonly FaultCode PasswordWeak = new("password-weak");
    public static readonly FaultCode PasswordWrong = new("password-wrong");
    public static readonly FaultCode CodeWrong = new("code-wrong");
    public static readonly FaultCode MemberExists = new("member-exists");
    public static readonly FaultCode LastAdmin = new("last-admin");
    public static readonly FaultCode PersonNeeded = new("person-needed");
    public static readonly FaultCode PersonElsewhere = new("person-elsewhere");
    public static readonly FaultCode PasskeyRefused = new("passkey-refused");
    public static readonly FaultCode PasskeyUnknown = new("passkey-unknown");
    public static readonly FaultCode LastWay = new("last-way");
    public static readonly FaultCode RegistrationClosed = new("registration-closed");
}
