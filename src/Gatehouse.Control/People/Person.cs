using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Control.People;

/// <summary>Somebody who signs in. What they may do is said by their memberships.</summary>
internal sealed class Person : IdentityUser<string>
{
    public DateTimeOffset Created { get; init; }
}
