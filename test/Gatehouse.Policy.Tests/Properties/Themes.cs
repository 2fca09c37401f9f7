namespace Gatehouse.Policy.Tests.Properties;

/// <summary>What an argument usually holds, so that policies and calls speak of the same things.</summary>
internal enum Theme
{
    Number,
    Flag,
    Text,
    Path,
    Url,
    Sql,
    List,
    Any,
}

/// <summary>The argument paths that policies use, and what they usually lead to.</summary>
internal static class Themes
{
    public static readonly (string Path, Theme Theme)[] Paths =
    [
        ("args.amount", Theme.Number), ("args.amount", Theme.Number), ("args.n", Theme.Number), ("args.force", Theme.Flag),
        ("args.reason", Theme.Text), ("args.user\\\\.name", Theme.Text), ("args.to[*]", Theme.Text), ("args.to", Theme.List),
        ("args.to[0]", Theme.Text), ("args.to[2]", Theme.Text), ("args.items[*].amount", Theme.Number), ("args.items[1].amount", Theme.Number),
        ("args.items", Theme.List), ("args.a.b", Theme.Any), ("args.a.b.c", Theme.Text), ("args.a", Theme.Any), ("args.m[*][*]", Theme.Number),
        ("args.m[*]", Theme.List), ("args.path", Theme.Path), ("args.path", Theme.Path), ("args.paths[*]", Theme.Path), ("args.url", Theme.Url),
        ("args.url", Theme.Url), ("args.urls[*]", Theme.Url), ("args.q", Theme.Sql), ("args.q", Theme.Sql), ("args.qs[*]", Theme.Sql),
        ("args.0", Theme.Number), ("args.size", Theme.Number), ("args.KEY", Theme.Text), ("args.x\\\\[0\\\\]", Theme.Text), ("args.items[*].to[*]", Theme.Text),
        ("args.\\u00fc", Theme.Text),
    ];

    /// <summary>The members at the top of the arguments, as they are spelled in JSON.</summary>
    public static readonly (string Name, Func<Dice, Tree> Value)[] Members =
    [
        ("amount", dice => Of(dice, Theme.Number)), ("n", dice => Of(dice, Theme.Number)), ("force", dice => Of(dice, Theme.Flag)),
        ("reason", dice => Of(dice, Theme.Text)), ("user.name", dice => Of(dice, Theme.Text)),
        ("to", dice => Tree.List(dice.Many(0, 3, _ => Of(dice, Theme.Text)))), ("items", Items), ("a", Nested),
        ("m", dice => Tree.List(dice.Many(0, 3, _ => Tree.List(dice.Many(0, 2, _ => Of(dice, Theme.Number)))))),
        ("path", dice => Of(dice, Theme.Path)), ("paths", dice => Tree.List(dice.Many(0, 3, _ => Of(dice, Theme.Path)))),
        ("url", dice => Of(dice, Theme.Url)), ("urls", dice => Tree.List(dice.Many(0, 3, _ => Of(dice, Theme.Url)))),
        ("q", dice => Of(dice, Theme.Sql)), ("qs", dice => Tree.List(dice.Many(0, 2, _ => Of(dice, Theme.Sql)))),
        ("0", dice => Of(dice, Theme.Number)), ("size", dice => Of(dice, Theme.Number)), ("KEY", dice => Of(dice, Theme.Text)),
        ("x[0]", dice => Of(dice, Theme.Text)), ("ü", dice => Of(dice, Theme.Text)),
    ];

    /// <summary>A value of the theme, and now and then of another, or null.</summary>
    public static Tree Of(Dice dice, Theme theme) => dice.Below(100) switch
    {
        < 4 => new Tree.Leaf("null"),
        < 12 => Of(dice, (Theme)dice.Below((int)Theme.Any)),
        _ => theme switch
        {
            Theme.Number => new Tree.Leaf(dice.Of(Pools.Numbers)),
            Theme.Flag => Tree.Flag(dice.Chance(50)),
            Theme.Text => Tree.Text(dice.Of(Pools.Texts)),
            Theme.Path => Tree.Text(dice.Of(Pools.Paths)),
            Theme.Url => Tree.Text(dice.Of(Pools.Urls)),
            Theme.Sql => Tree.Text(Sql(dice)),
            Theme.List => Tree.List(dice.Many(0, 3, _ => Of(dice, (Theme)dice.Below((int)Theme.List)))),
            _ => Of(dice, (Theme)dice.Below((int)Theme.Any)),
        },
    };

    /// <summary>Pieces of SQL in any order.</summary>
    public static string Sql(Dice dice) =>
        (dice.Chance(60) ? "SELECT " : "")
        + string.Join(dice.Chance(85) ? " " : "", dice.Many(0, 5, _ => dice.Of(Pools.Sql)));

    private static Tree.Items Items(Dice dice) => Tree.List(dice.Many(0, 3, _ =>
        dice.Chance(6) ? Of(dice, Theme.Any) : Tree.Object(
            ("amount", dice.Perhaps(85, () => Of(dice, Theme.Number))),
            ("to", dice.Perhaps(50, () => Tree.List(dice.Many(0, 2, _ => Of(dice, Theme.Text))))))));

    private static Tree Nested(Dice dice) => dice.Chance(15)
        ? Of(dice, Theme.Any)
        : Tree.Object(("b", dice.Chance(50)
            ? Of(dice, Theme.Any)
            : Tree.Object(("c", dice.Perhaps(80, () => Of(dice, Theme.Text))), ("C", dice.Perhaps(8, () => Of(dice, Theme.Text))))));
}
