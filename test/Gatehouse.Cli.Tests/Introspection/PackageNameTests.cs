using Gatehouse.Cli.Introspection;

namespace Gatehouse.Cli.Tests.Introspection;

/// <summary>What npm may be asked for.</summary>
public sealed class PackageNameTests
{
    [Theory]
    [InlineData("npm:server", "server@latest")]
    [InlineData("npm:@scope/server", "@scope/server@latest")]
    [InlineData("npm:@scope/server@1.2.3-beta.1", "@scope/server@1.2.3-beta.1")]
    [InlineData("npm:server@next", "server@next")]
    public void Read_NameOfAPackage_IsIt(string text, string wanted) => Assert.Equal(wanted, PackageName.Read(text).Package!.Wanted);

    [Theory]
    [InlineData("server")]
    [InlineData("npm:")]
    [InlineData("npm:--global")]
    [InlineData("npm:../../folder")]
    [InlineData("npm:/etc")]
    [InlineData("npm:git+ssh://x/y")]
    [InlineData("npm:https://x.example/y.tgz")]
    [InlineData("npm:user/repo")]
    [InlineData("npm:a@file:../b")]
    [InlineData("npm:a@--registry=x")]
    [InlineData("npm:a b")]
    [InlineData("npm:a\n")]
    public void Read_WhatNpmWouldTakeForSomethingElse_IsRefused(string text) =>
        Assert.Equal("package-invalid", PackageName.Read(text).Fault!.Code.Word);
}
