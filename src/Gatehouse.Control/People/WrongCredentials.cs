using Gatehouse.Control.Faults;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;

namespace Gatehouse.Control.People;

/// <summary>Slows down who guesses passwords, keys, cookies and links; who has a right one is never asked here.</summary>
internal sealed class WrongCredentials(TimeProvider time)
{
    private const int PerMinute = 60;

    private readonly Throttle _throttle = new(time, PerMinute);

    public static readonly Fault TooMany = new(
        ControlFaults.TooManyRequests, "too many wrong passwords, keys or links came from this address", "wait a minute");

    /// <summary>Counts one. True once the address has had its minute's share.</summary>
    public bool IsExceededAfter(string from) => _throttle.IsExceededAfter(from);
}
