// Shards of a run, and what joins them:
//   nextflow run deploy/pactum.nf --scenario deal.toml --shards 8 --flags "--draws 100000" --out results/deal
// A shard that fails or is killed is begun again three times, and goes on where it was; so it does when all is stopped and
// the command given again.
params.scenario = null
params.shards = 8
params.flags = ''
params.out = 'results/run'

// Tasks work in folders of their own.
scenario = file(params.scenario).toAbsolutePath()
out = file(params.out).toAbsolutePath()

process shard {
    errorStrategy 'retry'
    maxRetries 3

    input:
    val number

    output:
    val number

    script:
    """
    pactum run '${scenario}' ${params.flags} --out '${out}' --shard ${number}/${params.shards} --threads ${task.cpus} --quiet
    """
}

process joined {
    input:
    val numbers

    script:
    """
    pactum merge '${out}.shards' --out '${out}' --force --quiet
    """
}

workflow {
    joined(shard(channel.of(1..params.shards)).collect())
}
