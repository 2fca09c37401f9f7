using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gatehouse.Control.People.Passkeys;

/// <summary>How passkeys are asked for: with the person verified by the device, so that one passkey is two factors.</summary>
/// <param name="address">Whose pages may ask.</param>
internal sealed class PasskeyRules(PeopleAddress address) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required"; // Nobody types an address, so nobody can ask whether one is known.
        options.AttestationConveyancePreference = "none";
        options.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && address.IsOwn(asked.Origin, asked.HttpContext.Request.Host));
    }
}
