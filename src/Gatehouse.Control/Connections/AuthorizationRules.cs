using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Control.Connections;

/// <summary>What of the protocol is ours: which clients there are, that a token is for one server, what tokens look like.</summary>
internal static class AuthorizationRules
{
    public static readonly TokenForm AccessToken = new("gha_");
    public static readonly TokenForm RefreshToken = new("ghf_");

    private static readonly int _first = int.MinValue + 1_000;
    private static readonly int _last = int.MaxValue - 1_000;

    public static void Add(OpenIddictServerBuilder server)
    {
        // ORDER: the document before the library looks for the client, the resource after the redirect address was found sound.
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseScopedHandler<DocumentReading>().SetOrder(_first));
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseScopedHandler<ResourceCheck>().SetOrder(_last));
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseScopedHandler<TokenNaming>().SetOrder(_last));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseScopedHandler<TokenAnswers.Publishing>().SetOrder(_first));
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseSingletonHandler<MetadataWriting>().SetOrder(_last));
    }

    /// <summary>The id of the server that a resource is; null where it is none of ours in its exact spelling.</summary>
    public static string? ServerOf(PlaneSettings plane, string? resource)
    {
        var prefix = plane.Resources.ResourceOf("");
        return resource is not null && resource.StartsWith(prefix, StringComparison.Ordinal)
            && resource[prefix.Length..].TrimEnd('/') is { Length: > 0 and <= 64 } id && !id.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-")
            && resource.Length <= prefix.Length + id.Length + 1
                ? id
                : null;
    }

    internal sealed class DocumentReading(ClientDocuments documents) : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
    {
        public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
        {
            if (ClientDocuments.IsAddress(context.ClientId)
                && await documents.ReadAsync(context.ClientId!, context.CancellationToken) is null)
            {
                context.Reject(Errors.InvalidClient, "The document at the client's id cannot be used.");
            }
        }
    }

    internal sealed class ResourceCheck(PlaneSettings plane) : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
    {
        public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
        {
            if (context.Request.GetResources() is not [var resource] || ServerOf(plane, resource) is null)
            {
                context.Reject(Errors.InvalidTarget, "The resource has to be the address of one MCP server of this gateway.");
            }
            else if (context.Request.HasPromptValue(PromptValues.None))
            {
                context.Reject(Errors.ConsentRequired, "A person has to consent.");
            }

            return default;
        }
    }

    /// <summary>Tokens that a scanner for leaked secrets knows: a prefix, 256 random bits, a checksum.</summary>
    internal sealed class TokenNaming(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<GenerateTokenContext>
    {
        public async ValueTask HandleAsync(GenerateTokenContext context)
        {
            TokenForm? form = context.TokenType switch
            {
                TokenTypeIdentifiers.AccessToken => AccessToken,
                TokenTypeIdentifiers.RefreshToken => RefreshToken,
                _ => null,
            };
            if (form is null || !context.IsReferenceToken || context.Token is not { } given
                || await tokens.FindByReferenceIdAsync(given, context.CancellationToken) is not { } row)
            {
                return;
            }

            var token = form.Create();
            var descriptor = new OpenIddictTokenDescriptor();
            await tokens.PopulateAsync(descriptor, row, context.CancellationToken);
            descriptor.ReferenceId = token;
            await tokens.UpdateAsync(row, descriptor, context.CancellationToken);
            context.Token = token;
        }
    }

    internal sealed class MetadataWriting : IOpenIddictServerHandler<HandleConfigurationRequestContext>
    {
        public ValueTask HandleAsync(HandleConfigurationRequestContext context)
        {
            context.Metadata["registration_endpoint"] = new Uri(context.BaseUri!, DynamicRegistration.Path).AbsoluteUri;
            context.TokenEndpointAuthenticationMethods.Clear();
            context.TokenEndpointAuthenticationMethods.Add("none");
            context.Metadata["client_id_metadata_document_supported"] = true;
            return default;
        }
    }
}
