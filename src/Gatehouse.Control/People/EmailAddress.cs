using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.People;

/// <summary>Addresses of people: visible ASCII, one <c>@</c>, at most 254 characters. Whether mail arrives is not known here.</summary>
internal static class EmailAddress
{
    private const int Longest = 254;

    public static Fault? Invalid(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < address.Length - 1 && at == address.LastIndexOf('@') && address.Length <= Longest
            && !address.AsSpan().ContainsAnyExceptInRange('!', '~') && address.AsSpan().IndexOfAny("<>()[]\\,;:\"`") < 0
                ? null
                : ControlFaults.Invalid("email", "is not an e-mail address");
    }

    /// <summary>As it is looked up: letter case does not tell people apart.</summary>
    public static string Normal(string address) => address.ToUpperInvariant();
}
